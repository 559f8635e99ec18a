package org.ostler.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Configuration;
import org.ostler.platform.Refusal;

/**
 * The boundary of terminals. A page asks for a pass, as a person with their permission and their reason; the socket
 * that follows within a minute shows it and gets the terminal. Opening and closing are audited, output is recorded,
 * what is typed never is.
 */
@ApplicationScoped
public class Terminals {
    /** Smaller: a slow browser comes too late. Larger: a pass that was not used lies about. */
    private static final long PASS_SECONDS = 60;

    private static final int SHORTEST_REASON = 10;

    @Inject
    private Caller caller;

    @Inject
    private AuditTrail audit;

    @Inject
    private Configuration configuration;

    private final Map<String, Pass> passes = new ConcurrentHashMap<>();
    private final Map<UUID, OpenTerminal> open = new ConcurrentHashMap<>();

    /** A terminal that somebody has now. */
    public record OpenTerminal(UUID endpoint, String name, String actor, String reason, Instant since) {}

    /**
     * A terminal that may be opened once.
     *
     * @param endpoint host or management server
     * @param run the open run that works on it
     */
    record Pass(
            UUID session,
            String actor,
            UUID endpoint,
            String name,
            Optional<UUID> run,
            String reason,
            Instant issued) {}

    /**
     * Lets the caller open a terminal within the next minute.
     *
     * @param run the open run that works on the host, if one does: then a reason is needed
     * @return the pass to show to {@code /console/terminals/{endpoint}?pass=}
     */
    public String admit(UUID endpoint, String name, Optional<UUID> run, String reason) {
        caller.require(Permission.OPERATE);
        if (run.isPresent() && reason.strip().length() < SHORTEST_REASON) {
            throw Refusal.badInput(
                    "terminal-reason",
                    "A run works on " + name + ", so a terminal on it needs a reason of at least " + SHORTEST_REASON
                            + " characters.",
                    "Write why you open it; the reason stands in the audit trail and beside the run.");
        }
        if (!audit.isWritable()) {
            throw new Refusal(
                    Refusal.Kind.NOT_NOW,
                    "journal-unwritable",
                    "The audit journal cannot be written, so no terminal is opened.",
                    "Make room or repair the data directory, then try again.");
        }
        Instant now = Instant.now();
        passes.values().removeIf(old -> old.issued().plusSeconds(PASS_SECONDS).isBefore(now));
        String key = UUID.randomUUID().toString();
        passes.put(key, new Pass(UUID.randomUUID(), caller.name(), endpoint, name, run, reason.strip(), now));
        return key;
    }

    /** Terminals that are open now, for whoever works on the same host. */
    public List<OpenTerminal> open() {
        return List.copyOf(open.values());
    }

    /** Takes a pass; it is good once, for its own person and host. */
    Optional<Pass> take(String key, String actor, String endpoint) {
        return Optional.ofNullable(passes.remove(key))
                .filter(pass -> pass.issued().plusSeconds(PASS_SECONDS).isAfter(Instant.now()))
                .filter(pass ->
                        pass.actor().equals(actor) && pass.endpoint().toString().equals(endpoint));
    }

    Path recording(Pass pass) {
        return configuration.dataDirectory().resolve("transcripts/terminals/" + pass.session() + ".cast");
    }

    void opened(Pass pass) throws AuditTrail.JournalUnwritable {
        AuditEvent event = event(pass, AuditEvent.Kind.CONSOLE_OPENED, "opened a terminal on " + pass.name());
        audit.record(pass.reason().isEmpty() ? event : event.with("note", pass.reason()));
        open.put(
                pass.session(),
                new OpenTerminal(pass.endpoint(), pass.name(), pass.actor(), pass.reason(), Instant.now()));
    }

    void closed(Pass pass, String why, long seconds, long bytes) throws AuditTrail.JournalUnwritable {
        open.remove(pass.session());
        audit.record(event(pass, AuditEvent.Kind.CONSOLE_CLOSED, "closed the terminal on " + pass.name())
                .with("result", why)
                .with("seconds", Long.toString(seconds))
                .with("bytes", Long.toString(bytes)));
    }

    private static AuditEvent event(Pass pass, AuditEvent.Kind kind, String summary) {
        AuditEvent event = AuditEvent.of(kind, pass.actor(), summary)
                .about(pass.endpoint(), pass.name())
                .with("recording", pass.session() + ".cast");
        return pass.run().map(run -> inRun(event, run)).orElse(event);
    }

    private static AuditEvent inRun(AuditEvent event, UUID run) {
        return new AuditEvent(
                event.kind(),
                event.actor(),
                event.subject(),
                event.subjectName(),
                event.plan(),
                Optional.of(run),
                event.step(),
                event.attempt(),
                event.command(),
                event.path(),
                event.summary(),
                event.details());
    }
}
