package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The named credentials: written by administrators, read by connections, never shown. */
@ApplicationScoped
public class Credentials {
    public enum Kind {
        SSH_PASSWORD,
        SSH_KEY,
        /** API key and secret of CloudStack. */
        CLOUDSTACK_API,
        /** User and password of a database, given to commands by an option file on a descriptor. */
        DATABASE
    }

    /** What may be shown. */
    public record Summary(
            String name, Kind kind, String user, boolean sudo, Optional<String> jump, String setBy, Instant setAt) {}

    /** What a person types; an absent secret keeps the one that is stored. */
    public record Draft(
            String name,
            Kind kind,
            String user,
            Optional<Secret> password,
            Optional<Secret> privateKey,
            Optional<Secret> passphrase,
            boolean sudo,
            Optional<Secret> sudoPassword,
            Optional<String> jumpAddress,
            Optional<String> jumpCredential) {}

    /** User name (or API key) and password (or API secret). */
    public record Login(String user, Secret password) {}

    /** @throws org.ostler.platform.Refusal when there is none of this name or it is none for SSH */
    public SshIdentity identity(String name) {
        throw new UnsupportedOperationException();
    }

    public Login login(String name) {
        throw new UnsupportedOperationException();
    }

    public List<Summary> list() {
        throw new UnsupportedOperationException();
    }

    public void store(Draft draft) {
        throw new UnsupportedOperationException();
    }

    public void remove(String name) {
        throw new UnsupportedOperationException();
    }

    /** Every secret text known, for masking output; kept in memory, refreshed on change. */
    public Set<Secret> all() {
        throw new UnsupportedOperationException();
    }
}
