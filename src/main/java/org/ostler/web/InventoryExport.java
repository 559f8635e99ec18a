package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.ostler.inventory.InventoryDocuments;

/** The whole inventory as a YAML file; secrets are never part of it. */
@Named
@RequestScoped
public class InventoryExport {
    @Inject
    private InventoryDocuments documents;

    public void download() throws IOException {
        FacesContext faces = FacesContext.getCurrentInstance();
        ExternalContext external = faces.getExternalContext();
        external.responseReset();
        external.setResponseContentType("application/yaml; charset=UTF-8");
        external.setResponseHeader("Content-Disposition", "attachment; filename=\"inventory.yaml\"");
        external.getResponseOutputStream().write(documents.presentAsYaml().getBytes(StandardCharsets.UTF_8));
        faces.responseComplete();
    }
}
