package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ostler.access.Caller;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent.Kind;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.execution.StepState;

/** What happened since this person was here last, in one sentence. */
@Named
@RequestScoped
public class SinceLeft {
    /** As many as the trail gives at once; who was away for longer reads the trail. */
    private static final int MOST = 1_000;

    private static final int OWN = 50;

    @Inject
    private AuditTrail audit;

    @Inject
    private Caller caller;

    @Inject
    private Shell shell;

    @Inject
    private When when;

    @Inject
    private Texts texts;

    /** Empty when they were never here before, or nothing happened. */
    public String getSentence() {
        return left().map(this::since).orElse("");
    }

    /** The last entry of theirs before they signed in. */
    private Optional<Instant> left() {
        List<AuditEntry> own = audit.search(new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.of(caller.name()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                OWN));
        return own.stream()
                .dropWhile(entry -> entry.event().kind() != Kind.SIGN_IN)
                .skip(1)
                .findFirst()
                .map(AuditEntry::at);
    }

    private String since(Instant time) {
        List<AuditEntry> entries = audit.search(new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(time),
                Optional.empty(),
                Optional.empty(),
                false,
                MOST));
        long ended = entries.stream()
                .filter(entry -> entry.event().kind() == Kind.RUN_ENDED)
                .count();
        long changes = entries.stream()
                .filter(entry -> entry.event().kind() == Kind.OUTCOME
                        && entry.event().details().getOrDefault("result", "").equals("done"))
                .count();
        long unknown = shell.getOpenRuns().stream()
                .flatMap(run -> run.steps().stream())
                .filter(step -> step.state() == StepState.OUTCOME_UNKNOWN)
                .count();
        if (ended + changes + unknown == 0) {
            return "";
        }
        return texts.say("home.since", when.words(time), ended, changes, unknown);
    }
}
