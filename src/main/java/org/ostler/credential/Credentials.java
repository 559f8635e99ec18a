package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Refusal;

/** The named credentials: written by administrators, read by connections, never shown. */
@ApplicationScoped
public class Credentials {
    /** Jump hosts in a row. Smaller: nobody has two bastions. Larger: a circle is found late. */
    private static final int JUMPS = 3;

    /** What is shorter is no secret worth masking: it would black out half of every output. */
    private static final int SHORTEST_MASKED = 4;

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
            String name,
            Kind kind,
            String user,
            boolean sudo,
            Optional<String> jumpAddress,
            Optional<String> jumpCredential,
            String setBy,
            Instant setAt) {
        /** The jump host and who logs in there, for a list. */
        public Optional<String> jump() {
            return jumpAddress.map(address -> address + " as " + jumpCredential.orElse(""));
        }
    }

    /**
     * A jump host, which is no inventory object.
     *
     * @param endpoint under which {@link KnownHosts} keeps its key
     * @param credential the one whose logins go over it
     */
    public record JumpHost(UUID endpoint, String address, String credential) {}

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

    @Inject
    CredentialRows rows;

    @Inject
    Vault vault;

    @Inject
    AuditTrail audit;

    @Inject
    Caller caller;

    /** Grows only: what was secret once stays masked until the next start. */
    private volatile Set<Secret> known = Set.of();

    private volatile boolean complete;

    /** @throws org.ostler.platform.Refusal when there is none of this name or it is none for SSH */
    @Transactional
    public SshIdentity identity(String name) {
        return identity(name, JUMPS);
    }

    private SshIdentity identity(String name, int jumpsLeft) {
        CredentialRow row = row(name);
        if (row.kind() != Kind.SSH_PASSWORD && row.kind() != Kind.SSH_KEY) {
            throw Refusal.conflict(
                    "no-ssh-credential",
                    "The credential " + name + " is none for SSH.",
                    "Choose one with a password or a private key for SSH.");
        }
        if (jumpsLeft == 0 && row.jumpAddress().isPresent()) {
            throw Refusal.conflict(
                    "too-many-jumps",
                    "The jump hosts of " + name + " lead in a circle or over more than " + JUMPS + " hosts.",
                    "Change the jump host of one of the credentials.");
        }
        Secrets secrets = row.secrets(vault);
        Optional<SshIdentity.Jump> jump = row.jumpAddress().map(address -> {
            JumpAddress at = JumpAddress.parse(address);
            return new SshIdentity.Jump(
                    at.host(), at.port(), identity(row.jumpCredential().orElseThrow(), jumpsLeft - 1));
        });
        // Who logs in by password mostly has the same one for sudo.
        Optional<String> sudoPassword = secrets.sudoPassword().or(secrets::password);
        return new SshIdentity(
                row.login(),
                secrets.password().map(Secret::new),
                secrets.privateKey().map(Secret::new),
                secrets.passphrase().map(Secret::new),
                row.isSudo(),
                sudoPassword.map(Secret::new),
                jump);
    }

    /** Every jump host of every credential. */
    @Transactional
    public List<JumpHost> jumpHosts() {
        return rows.all().stream()
                .flatMap(row -> row.jumpAddress().stream().map(address -> jumpHost(row, address)))
                .toList();
    }

    private static JumpHost jumpHost(CredentialRow row, String address) {
        JumpAddress parsed = JumpAddress.parse(address);
        return new JumpHost(KnownHosts.jumpId(parsed.host(), parsed.port()), address, row.name());
    }

    /** The jump hosts that a login with this credential goes over, the first to be connected to last. */
    @Transactional
    public List<JumpHost> jumpHosts(String name) {
        List<JumpHost> way = new ArrayList<>();
        Optional<CredentialRow> at = rows.find(name);
        while (at.isPresent() && at.get().jumpAddress().isPresent() && way.size() < JUMPS) {
            way.add(jumpHost(at.get(), at.get().jumpAddress().get()));
            at = at.get().jumpCredential().flatMap(rows::find);
        }
        return way;
    }

    /** @throws org.ostler.platform.Refusal when there is none of this name or it has no password */
    @Transactional
    public Login login(String name) {
        CredentialRow row = row(name);
        String password = row.secrets(vault)
                .password()
                .orElseThrow(() -> Refusal.conflict(
                        "no-password",
                        "The credential " + name + " has no password or API secret.",
                        "Choose another one."));
        return new Login(row.login(), new Secret(password));
    }

    private CredentialRow row(String name) {
        return rows.find(name)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "no-credential",
                        "There is no credential " + name + ".",
                        "Make it under Settings, Credentials."));
    }

    @Transactional
    public List<Summary> list() {
        return rows.all().stream().map(CredentialRow::summary).toList();
    }

    /** @throws org.ostler.platform.Refusal when it cannot be one, or the audit journal cannot be written */
    @Transactional
    public void store(Draft draft) {
        caller.require(Permission.ADMINISTER);
        DraftCheck.name(draft.name());
        Optional<CredentialRow> present = rows.find(draft.name());
        Secrets before = present.filter(row -> row.kind() == draft.kind())
                .map(row -> row.secrets(vault))
                .orElse(Secrets.NONE);
        Secrets after = before.changedBy(draft);
        DraftCheck.check(draft, after);
        draft.jumpCredential().ifPresent(this::row);
        tell(draft.name() + (present.isPresent() ? " is changed" : " is made"), draft);
        CredentialRow row = present.orElseGet(() -> new CredentialRow(draft.name()));
        row.become(draft, after, vault, caller.name(), Instant.now());
        rows.keep(row);
        if (complete) {
            remember(after.all().collect(Collectors.toSet()));
        }
    }

    private void tell(String what, Draft draft) {
        List<String> typed = new ArrayList<>();
        draft.password().ifPresent(secret -> typed.add("password"));
        draft.privateKey().ifPresent(secret -> typed.add("private key"));
        draft.passphrase().ifPresent(secret -> typed.add("passphrase"));
        draft.sudoPassword().ifPresent(secret -> typed.add("password for sudo"));
        Journalled.record(
                audit,
                AuditEvent.of(AuditEvent.Kind.CREDENTIAL, caller.name(), "Credential " + what)
                        .with("credential", draft.name())
                        .with("kind", draft.kind().name())
                        .with("user", draft.user())
                        .with("sudo", Boolean.toString(draft.sudo()))
                        .with("jump", draft.jumpAddress().orElse(""))
                        .with("newSecrets", String.join(", ", typed)));
    }

    /** @throws org.ostler.platform.Refusal when another credential's way leads over it */
    @Transactional
    public void remove(String name) {
        caller.require(Permission.ADMINISTER);
        CredentialRow row = row(name);
        rows.all().stream()
                .filter(other -> other.jumpCredential().equals(Optional.of(name)))
                .findFirst()
                .ifPresent(other -> {
                    throw Refusal.conflict(
                            "credential-in-use",
                            "The credential " + other.name() + " uses " + name + " for its jump host.",
                            "Change that one first.");
                });
        Journalled.record(
                audit,
                AuditEvent.of(AuditEvent.Kind.CREDENTIAL, caller.name(), "Credential " + name + " is removed")
                        .with("credential", name));
        rows.remove(row);
    }

    /** Every secret text known, for masking output; kept in memory, refreshed on change. */
    public Set<Secret> all() {
        if (!complete) {
            remember(
                    rows.all().stream().flatMap(row -> row.secrets(vault).all()).collect(Collectors.toSet()));
            complete = true;
        }
        return known;
    }

    private synchronized void remember(Set<Secret> more) {
        Set<Secret> all = new HashSet<>(known);
        more.stream()
                .filter(secret -> secret.reveal().length() >= SHORTEST_MASKED)
                .forEach(all::add);
        known = Set.copyOf(all);
    }
}
