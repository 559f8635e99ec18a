package org.ostler.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.TestDatabase.Product;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.access.Role;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.credential.Credentials.Draft;
import org.ostler.credential.Credentials.Kind;
import org.ostler.platform.Refusal;

/** Credentials and host keys over the real schema, with a caller and an audit trail made by hand. */
@ParameterizedClass
@EnumSource(Product.class)
class StoredCredentialsTest {
    private static final String KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n";

    @TempDir
    Path directory;

    @Parameter
    Product product;

    private final Set<Role> roles = java.util.EnumSet.of(Role.ADMINISTRATOR);
    private final List<AuditEvent> told = new ArrayList<>();
    private boolean journalWritable = true;
    private TestDatabase tables;
    private EntityManager database;
    private Credentials credentials;
    private KnownHosts known;

    private final Caller caller = new Caller() {
        @Override
        public String name() {
            return "ada";
        }

        @Override
        public Set<Role> roles() {
            return roles;
        }

        @Override
        public boolean may(Permission permission) {
            return permission.isGivenBy(roles);
        }
    };

    private final class Trail extends AuditTrail {
        @Override
        public AuditEntry record(AuditEvent event) throws JournalUnwritable {
            if (!journalWritable) {
                throw new JournalUnwritable("the disk is full", null);
            }
            told.add(event);
            return new AuditEntry(told.size(), java.time.Instant.now(), event, "", "");
        }
    }

    @BeforeEach
    @SuppressWarnings("UnnecessaryAssignment") // by hand what the container injects
    void openDatabase() {
        tables = TestDatabase.of(product);
        database = tables.entities().createEntityManager();
        credentials = new Credentials();
        credentials.rows = new CredentialRows();
        credentials.rows.database = database;
        credentials.vault = new Vault(directory.resolve("vault.key"));
        credentials.audit = new Trail();
        credentials.caller = caller;
        known = new KnownHosts();
        known.rows = new KnownHostRows();
        known.rows.database = database;
        known.audit = credentials.audit;
        known.caller = caller;
    }

    @AfterEach
    void closeDatabase() {
        database.close();
        tables.close();
    }

    /** As the container does for a boundary's method. */
    private void inTransaction(Runnable work) {
        database.getTransaction().begin();
        try {
            work.run();
            database.getTransaction().commit();
        } finally {
            if (database.getTransaction().isActive()) {
                database.getTransaction().rollback();
            }
            database.clear();
        }
    }

    private void store(Draft draft) {
        inTransaction(() -> credentials.store(draft));
    }

    private static Draft password(String name, String password) {
        return new Draft(
                name,
                Kind.SSH_PASSWORD,
                "root",
                Optional.ofNullable(password).map(Secret::new),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Draft key(String name, Optional<String> jump) {
        return new Draft(
                name,
                Kind.SSH_KEY,
                "deploy",
                Optional.empty(),
                Optional.of(new Secret(KEY)),
                Optional.of(new Secret("phrase-1")),
                true,
                Optional.of(new Secret("sudo-1")),
                jump.map(other -> "bastion:2222"),
                jump);
    }

    @Test
    void anIdentityComesBackWhole() {
        store(password("bastion", "pw-bastion"));
        store(key("hosts", Optional.of("bastion")));
        SshIdentity identity = credentials.identity("hosts");
        assertEquals(Optional.of(new Secret(KEY)), identity.privateKey());
        assertEquals(Optional.of(new Secret("phrase-1")), identity.passphrase());
        assertEquals(Optional.of(new Secret("sudo-1")), identity.sudoPassword());
        SshIdentity.Jump jump = identity.jump().orElseThrow();
        assertEquals("bastion:2222", jump.address() + ":" + jump.port());
        assertEquals(Optional.of(new Secret("pw-bastion")), jump.identity().password());
        assertEquals("bastion:2222 as bastion", credentials.list().get(1).jump().orElseThrow());
    }

    @Test
    void noSecretStandsInTheDatabaseOrTheAudit() throws Exception {
        store(password("a", "canary-1"));
        store(key("b", Optional.empty()));
        StringBuilder everything = new StringBuilder(told.toString());
        everything.append(tables.query("select concat(name, kind, login, jump_address, sealed) from credential"));
        for (String secret : List.of("canary-1", "phrase-1", "sudo-1", "PRIVATE KEY")) {
            assertFalse(everything.toString().contains(secret), secret);
        }
        assertTrue(everything.toString().contains("newSecrets"));
    }

    @Test
    void anUnwritableJournalChangesNothing() {
        store(password("a", "first"));
        journalWritable = false;
        Refusal refusal = assertThrows(Refusal.class, () -> store(password("a", "second")));
        assertEquals("journal-unwritable", refusal.code());
        assertThrows(Refusal.class, () -> inTransaction(() -> credentials.remove("a")));
        assertEquals(new Secret("first"), credentials.login("a").password());
    }

    @Test
    void onlyAdministratorsChangeThem() {
        roles.clear();
        roles.add(Role.APPROVER);
        assertEquals(
                Refusal.Kind.FORBIDDEN,
                assertThrows(Refusal.class, () -> store(password("a", "x"))).kind());
        assertEquals(
                Refusal.Kind.FORBIDDEN,
                assertThrows(Refusal.class, () -> inTransaction(() -> credentials.remove("a")))
                        .kind());
    }

    @Test
    void masksAllSecretsOfNowAndBefore() {
        store(password("a", "first-one"));
        assertEquals(Set.of("first-one"), masked());
        store(password("a", "second-one"));
        store(password("short", "abc"));
        assertEquals(Set.of("first-one", "second-one"), masked());
    }

    private Set<String> masked() {
        return credentials.all().stream().map(Secret::reveal).collect(Collectors.toSet());
    }

    @Test
    void aCredentialOnTheWayIsNotRemoved() {
        store(password("bastion", "pw"));
        store(key("hosts", Optional.of("bastion")));
        assertEquals(
                "credential-in-use",
                assertThrows(Refusal.class, () -> inTransaction(() -> credentials.remove("bastion")))
                        .code());
        inTransaction(() -> credentials.remove("hosts"));
        inTransaction(() -> credentials.remove("bastion"));
        assertEquals(List.of(), credentials.list());
    }

    @Test
    void jumpsInACircleAreRefused() {
        store(key("a", Optional.empty()));
        store(key("b", Optional.of("a")));
        store(key("a", Optional.of("b")));
        assertEquals(
                "too-many-jumps",
                assertThrows(Refusal.class, () -> credentials.identity("a")).code());
    }

    private final UUID host = UUID.randomUUID();

    private void offer(String fingerprint) {
        inTransaction(() -> known.offer(host, "xs1", "ssh-ed25519", fingerprint, "blob of " + fingerprint));
    }

    private String refusalOf(Runnable work) {
        return assertThrows(Refusal.class, () -> inTransaction(work)).code();
    }

    @Test
    void aKeyIsAcceptedOnlyByItsFingerprint() {
        assertEquals("no-key-offered", refusalOf(() -> known.accept(host, "SHA256:a", false)));
        offer("SHA256:a");
        assertEquals(1, known.waiting().size());
        assertEquals("host-key-differs", refusalOf(() -> known.accept(host, "SHA256:b", false)));
        inTransaction(() -> known.accept(host, "SHA256:a", false));
        assertEquals("SHA256:a", known.accepted(host).orElseThrow().fingerprint());
        assertTrue(known.isAccepted(host, "blob of SHA256:a"));
        assertEquals(List.of(), known.waiting());
        inTransaction(() -> known.accept(host, "SHA256:a", false));
        assertEquals(1, told.size(), "a second click tells nothing twice");
        offer("SHA256:a");
        assertEquals(List.of(), known.waiting());
    }

    @Test
    void aChangedKeyNeedsItsOwnYes() {
        offer("SHA256:a");
        inTransaction(() -> known.accept(host, "SHA256:a", false));
        offer("SHA256:b");
        assertEquals("host-key-changed", refusalOf(() -> known.accept(host, "SHA256:b", false)));
        assertEquals("SHA256:a", known.accepted(host).orElseThrow().fingerprint());
        inTransaction(() -> known.accept(host, "SHA256:b", true));
        assertEquals("SHA256:b", known.accepted(host).orElseThrow().fingerprint());
        assertEquals("SHA256:a", told.get(1).details().get("before"));
    }

    @Test
    void anOperatorReplacesAKeyOnlyWhileAGateExpectsIt() {
        offer("SHA256:a");
        inTransaction(() -> known.accept(host, "SHA256:a", false));
        offer("SHA256:b");
        roles.clear();
        roles.add(Role.OPERATOR);
        assertEquals("forbidden", refusalOf(() -> known.accept(host, "SHA256:b", true)));
        assertEquals("no-gate-open", refusalOf(() -> known.acceptReplacement(host, "SHA256:b", () -> false)));
        inTransaction(() -> known.acceptReplacement(host, "SHA256:b", () -> true));
        assertEquals("SHA256:b", known.accepted(host).orElseThrow().fingerprint());
    }
}
