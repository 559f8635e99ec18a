package org.ostler.web;

import static jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters.withParams;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.ostler.access.SignIn;
import org.ostler.platform.Configuration;

/** Signing in, and back to the page that was asked for. */
@Named("signIn")
@RequestScoped
public class SignInPage {
    @Inject
    private Configuration configuration;

    @Inject
    private SecurityContext security;

    @Inject
    private Texts texts;

    private String user = "";
    private String password = "";
    private String back = "";

    public void go() throws IOException {
        FacesContext faces = FacesContext.getCurrentInstance();
        if (faces.getResponseComplete()) {
            return;
        }
        ExternalContext external = faces.getExternalContext();
        AuthenticationStatus status = security.authenticate(
                (HttpServletRequest) external.getRequest(),
                (HttpServletResponse) external.getResponse(),
                withParams()
                        .credential(new UsernamePasswordCredential(user.strip(), password))
                        .newAuthentication(true));
        if (status == AuthenticationStatus.SUCCESS) {
            external.redirect(external.getRequestContextPath() + getBack());
            faces.responseComplete();
        } else if (status != AuthenticationStatus.SEND_CONTINUE) {
            faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, whyNot(external), ""));
        }
    }

    private String whyNot(ExternalContext external) {
        Object attempt = external.getRequestMap().get(SignIn.Attempt.class.getName());
        return attempt instanceof SignIn.Attempt told && told.outcome() == SignIn.Outcome.WAIT
                ? texts.say("signin.throttled", told.after().toSeconds() + 1)
                : texts.get("signin.wrong");
    }

    /** Only beside the practice lab, whose people have their name as password. */
    public void as(String person) throws IOException {
        user = person;
        password = person;
        go();
    }

    public List<String> getPracticePeople() {
        return configuration.isPractice() ? List.of("viewer", "operator", "approver") : List.of();
    }

    /** Only a path of ours: what comes with the request could lead anywhere. */
    static String ownPath(String asked) {
        boolean ours = asked != null
                && asked.matches("/[\\w./?&=%:@+,-]*")
                && !asked.startsWith("//")
                && !asked.contains("/sign-in.xhtml");
        return ours ? asked : "/index.xhtml";
    }

    public String getUser() {
        return user;
    }

    public void setUser(String typed) {
        user = typed;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String typed) {
        password = typed;
    }

    public String getBack() {
        if (back.isEmpty()) {
            String asked = FacesContext.getCurrentInstance()
                    .getExternalContext()
                    .getRequestParameterMap()
                    .get("back");
            back = ownPath(asked);
        }
        return back;
    }

    public void setBack(String asked) {
        back = ownPath(asked);
    }
}
