package org.ostler.web;

import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.Serializable;
import java.util.UUID;

/** The zone that lists are limited to; belongs to the session and is part of no URL. */
@Named
@SessionScoped
public class ZoneChoice implements Serializable {
    private static final long serialVersionUID = 1L;

    private String zone = "";

    public String getZone() {
        return zone;
    }

    public void setZone(String chosen) {
        zone = chosen == null ? "" : chosen;
    }

    public boolean shows(UUID id) {
        return zone.isEmpty() || zone.equals(id.toString());
    }

    /** The page again, now for the chosen zone. */
    public void apply() throws IOException {
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        String query = request.getQueryString();
        external.redirect(request.getRequestURI() + (query == null ? "" : "?" + query));
    }
}
