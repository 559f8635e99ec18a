package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.ostler.access.SignIn;

/** Signing out. */
@Named
@RequestScoped
public class Account {

    @Inject
    private SignIn signIn;

    public String signOut() throws ServletException {
        var external = FacesContext.getCurrentInstance().getExternalContext();
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        signIn.signOut(request);
        request.logout();
        return "/sign-in.xhtml?faces-redirect=true&out=true";
    }
}
