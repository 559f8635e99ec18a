package org.ostler.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.AuditEvent;
import org.ostler.console.TranscriptRecord.Stream;
import org.ostler.platform.Refusal;

/**
 * An open run goes on with another version of its guide, once a person has approved what that changes. What was done
 * stays as it was; a step under way is finished as it was approved.
 */
record Adoption(Tools tools, RunEntry run, Revision revision) {
    private static final Logger LOG = Logger.getLogger(Adoption.class.getName());

    /** Compares when that was not done yet for the guide as it is now. */
    static void compareOnce(Runner runner, Tools tools, RunEntry run) {
        int present =
                tools.guides().apply(run.guide).map(guide -> guide.version()).orElse(run.guideVersion);
        boolean known = Revision.kept(tools.ledger(), run)
                .filter(kept -> kept.to() == present)
                .isPresent();
        if (!known) {
            try {
                compare(runner, tools, run);
            } catch (RuntimeException fault) {
                LOG.log(Level.SEVERE, "what the guide changes for run " + run.number + " cannot be told", fault);
            }
        }
    }

    /** Looks at the hosts and keeps what differs. */
    static void compare(Runner runner, Tools tools, RunEntry run) {
        runner.withPresentGuide(run)
                .filter(context -> context.scope().guide().version() != run.guideVersion)
                .ifPresent(context -> {
                    new GuideComparison(context).make().keep(tools.ledger(), run.id);
                    tools.changed().accept(run.id);
                });
    }

    /** @throws Refusal when this is not what is there now, or cannot be carried out */
    void carryOut(String digest, String by, String note) {
        int present =
                tools.guides().apply(run.guide).map(guide -> guide.version()).orElse(0);
        if (present != revision.to() || !revision.digest().equals(digest)) {
            throw Refusal.conflict(
                    "guide-change-digest-differs",
                    "The digest given is not the one of what the guide changes for this run as it stands now.",
                    "Read the differences again and approve the digest they show.");
        }
        revision.obstacle().ifPresent(why -> {
            throw Refusal.conflict(
                    "guide-change-impossible",
                    why,
                    "Find out on the machines what the step did, then abandon the run and make a new plan.");
        });
        List<StepEntry> steps = tools.ledger().steps(run.id);
        List<StepEntry> added = added(steps);
        steps.forEach(this::revise);
        number(steps, added);
        tools.ledger().change(run.id, entry -> entry.adopt(revision.to(), revision.title(), tools.now()), () -> {
            steps.forEach(step -> tools.ledger().save(run.id, step, Ledger.NOTHING_ELSE));
            added.forEach(step -> tools.ledger().add(run.id, step));
            Journal.write(tools, adopted(steps, added).on(event(digest, by, note)));
        });
        tools.transcripts().note(run.id, "", Stream.NOTE, "", words(by) + (note.isBlank() ? "" : " " + note));
        tools.changed().accept(run.id);
    }

    private LedgerLine adopted(List<StepEntry> steps, List<StepEntry> added) {
        return new LedgerLine.Adopted(
                revision.to(),
                revision.title(),
                java.util.stream.Stream.concat(steps.stream(), added.stream())
                        .sorted(Comparator.comparingInt(step -> step.order))
                        .map(LedgerLine.Placed::of)
                        .toList());
    }

    private AuditEvent event(String digest, String by, String note) {
        AuditEvent event = AuditEvent.of(AuditEvent.Kind.APPROVED, by, words(by))
                .ofRun(run.plan, run.id)
                .with("digest", digest)
                .with("note", note);
        return run.cluster
                .map(id -> event.about(id, run.clusterName.orElse("")))
                .orElse(event);
    }

    private String words(String by) {
        return "Run " + run.number + " goes on with version " + revision.to() + " of its guide, approved by " + by
                + ": " + revision.steps().size() + " remaining steps differ from version " + revision.from() + ".";
    }

    private List<StepEntry> added(List<StepEntry> steps) {
        Set<String> there = new HashSet<>();
        steps.forEach(step -> there.add(step.id));
        List<StepEntry> added = new ArrayList<>();
        for (Revision.Revised revised : revision.steps()) {
            if (revised.kind() == GuideChange.Kind.ADDED && !there.contains(revised.id())) {
                StepEntry entry = StepEntry.of(revised.now().orElseThrow());
                entry.approvedInstead = revised.now();
                added.add(entry);
            }
        }
        return added;
    }

    private void revise(StepEntry entry) {
        Optional<Revision.Revised> revised = revision.steps().stream()
                .filter(step -> step.id().equals(entry.id))
                .findFirst()
                .filter(any -> !entry.isFinished());
        if (revised.isEmpty()) {
            return;
        }
        switch (revised.get().kind()) {
            case REMOVED -> {
                String words = "version " + revision.to() + " of the guide no longer has this step";
                entry.evidence = Optional.of(words);
                entry.gate = Optional.empty();
                entry.end(StepState.SKIPPED, words, tools.now());
            }
            case CHANGED, NOT_SEEN -> {
                entry.approvedInstead = revised.get().now();
                entry.lookAfresh();
            }
            case UNDER_WAY -> entry.approvedInstead = revised.get().now();
            case ADDED -> throw new IllegalStateException("added, and there already: " + entry.id);
        }
    }

    /** In the new version's order; a step that it no longer has stays behind the one that it came after. */
    private void number(List<StepEntry> steps, List<StepEntry> added) {
        List<String> order = new ArrayList<>(revision.order());
        String before = "";
        for (StepEntry step : steps) {
            if (!order.contains(step.id)) {
                order.add(order.indexOf(before) + 1, step.id);
            }
            before = step.id;
        }
        Map<String, Integer> number = new HashMap<>();
        order.forEach(id -> number.put(id, number.size() + 1));
        steps.forEach(step -> step.order = number.get(step.id));
        added.forEach(step -> step.order = number.get(step.id));
    }
}
