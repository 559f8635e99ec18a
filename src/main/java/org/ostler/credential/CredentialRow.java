package org.ostler.credential;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.ostler.platform.Json;

/** A credential as it is stored; what is secret only sealed. */
@Entity
@Table(name = "credential")
class CredentialRow {
    @Id
    private String name;

    @Enumerated(EnumType.STRING)
    private Credentials.Kind kind;

    private String login;
    private boolean sudo;

    @Column(name = "jump_address")
    private String jumpAddress;

    @Column(name = "jump_credential")
    private String jumpCredential;

    private String sealed;

    @Column(name = "set_by")
    private String setBy;

    @Column(name = "set_at")
    private Instant setAt;

    protected CredentialRow() {}

    CredentialRow(String name) {
        this.name = name;
    }

    void become(Credentials.Draft draft, Secrets secrets, Vault vault, String by, Instant at) {
        kind = draft.kind();
        login = draft.user();
        sudo = draft.sudo();
        jumpAddress = draft.jumpAddress().orElse(null);
        jumpCredential = draft.jumpCredential().orElse(null);
        byte[] plain = Json.write(secrets).getBytes(StandardCharsets.UTF_8);
        sealed = Base64.getEncoder().encodeToString(vault.seal(purpose(), plain));
        setBy = by;
        setAt = at;
    }

    Secrets secrets(Vault vault) {
        byte[] plain = vault.open(purpose(), Base64.getDecoder().decode(sealed));
        return Json.read(new String(plain, StandardCharsets.UTF_8), Secrets.class);
    }

    private String purpose() {
        return "credential " + name;
    }

    Credentials.Summary summary() {
        return new Credentials.Summary(name, kind, login, sudo, jumpAddress(), jumpCredential(), setBy, setAt);
    }

    Optional<String> jumpAddress() {
        return Optional.ofNullable(jumpAddress);
    }

    Optional<String> jumpCredential() {
        return Optional.ofNullable(jumpCredential);
    }

    String name() {
        return name;
    }

    Credentials.Kind kind() {
        return kind;
    }

    String login() {
        return login;
    }

    boolean isSudo() {
        return sudo;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CredentialRow that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name);
    }
}
