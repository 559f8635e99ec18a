package org.ostler.web;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.ostler.credential.Credentials;
import org.ostler.credential.Credentials.Kind;
import org.ostler.credential.Credentials.Summary;
import org.ostler.credential.Secret;

/** Writes a credential. Secrets go in and never come back: an empty field keeps what is stored. */
@Named
@ViewScoped
public class CredentialForm implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String SETTINGS = "/settings.xhtml?faces-redirect=true&tab=credentials";

    @Inject
    private Credentials credentials;

    @Inject
    private Me me;

    @Inject
    private Notices notices;

    private String present = "";
    private String typedName = "";
    private String name = "";
    private Kind kind = Kind.SSH_KEY;
    private String user = "root";
    private boolean sudo;
    private String jumpAddress = "";
    private String jumpCredential = "";
    private transient Typed typed = new Typed();

    /** Secrets of one request; never kept between two. */
    public static class Typed {
        private String password = "";
        private String privateKey = "";
        private String passphrase = "";
        private String sudoPassword = "";

        public String getPassword() {
            return "";
        }

        public void setPassword(String text) {
            password = text;
        }

        public String getPrivateKey() {
            return "";
        }

        public void setPrivateKey(String text) {
            privateKey = text;
        }

        public String getPassphrase() {
            return "";
        }

        public void setPassphrase(String text) {
            passphrase = text;
        }

        public String getSudoPassword() {
            return "";
        }

        public void setSudoPassword(String text) {
            sudoPassword = text;
        }
    }

    @PostConstruct
    void begin() {
        present = FacesContext.getCurrentInstance()
                .getExternalContext()
                .getRequestParameterMap()
                .getOrDefault("name", "");
        credentials.list().stream()
                .filter(summary -> summary.name().equals(present))
                .findFirst()
                .ifPresent(this::read);
    }

    private void read(Summary summary) {
        name = summary.name();
        kind = summary.kind();
        user = summary.user();
        sudo = summary.sudo();
        jumpAddress = summary.jumpAddress().orElse("");
        jumpCredential = summary.jumpCredential().orElse("");
    }

    public String save() {
        boolean saved = notices.attempt("credential.saved", () -> credentials.store(draft()), name.strip());
        typed = new Typed();
        return saved ? SETTINGS : "";
    }

    private Credentials.Draft draft() {
        return new Credentials.Draft(
                name.strip(),
                kind,
                user.strip(),
                secret(typed.password),
                secret(typed.privateKey),
                secret(typed.passphrase),
                sudo,
                secret(typed.sudoPassword),
                given(jumpAddress),
                given(jumpCredential));
    }

    public String remove() {
        if (!typedName.strip().equals(present)) {
            notices.failed("item.typeName", present);
            return "";
        }
        return notices.attempt("credential.removed", () -> credentials.remove(present), present) ? SETTINGS : "";
    }

    private static Optional<Secret> secret(String text) {
        return Optional.ofNullable(text).filter(given -> !given.isEmpty()).map(Secret::new);
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(given -> !given.isEmpty());
    }

    public List<Summary> getAll() {
        return me.isAdministrator() ? credentials.list() : List.of();
    }

    public Kind[] getKinds() {
        return Kind.values();
    }

    public boolean isNew() {
        return present.isEmpty();
    }

    public boolean isSsh() {
        return kind == Kind.SSH_KEY || kind == Kind.SSH_PASSWORD;
    }

    /** The one whose host key stands on this page: it belongs to no page of the inventory. */
    public Optional<Credentials.JumpHost> getJumpHost() {
        return credentials.jumpHosts(present).stream().findFirst();
    }

    public String getPresent() {
        return present;
    }

    public Typed getTyped() {
        if (typed == null) {
            typed = new Typed();
        }
        return typed;
    }

    public String getTypedName() {
        return typedName;
    }

    public void setTypedName(String text) {
        typedName = text == null ? "" : text;
    }

    public String getName() {
        return name;
    }

    public void setName(String text) {
        name = text == null ? "" : text;
    }

    public Kind getKind() {
        return kind;
    }

    public void setKind(Kind chosen) {
        kind = chosen;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String text) {
        user = text == null ? "" : text;
    }

    public boolean isSudo() {
        return sudo;
    }

    public void setSudo(boolean wanted) {
        sudo = wanted;
    }

    public String getJumpAddress() {
        return jumpAddress;
    }

    public void setJumpAddress(String text) {
        jumpAddress = text == null ? "" : text;
    }

    public String getJumpCredential() {
        return jumpCredential;
    }

    public void setJumpCredential(String text) {
        jumpCredential = text == null ? "" : text;
    }
}
