package org.ostler.execution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.ostler.audit.AuditEvent;
import org.ostler.plan.Plan;
import org.ostler.plan.Plans;
import org.ostler.platform.Refusal;

/** Starts a run: plan, locks, steps and audit entry in one transaction. */
record Starting(Tools tools, Plans plans) {

    RunEntry start(Plan plan, String by) {
        Journal.require(tools);
        boolean known = tools.guides()
                .apply(plan.guide())
                .map(guide -> guide.version() == plan.guideVersion())
                .orElse(false);
        if (!known) {
            throw Refusal.conflict(
                    "guide-changed",
                    "The guide of plan " + plan.number() + " has another version by now.",
                    "Make a new plan.");
        }
        RunEntry run = new RunEntry(UUID.randomUUID(), 0, plan, plans.needsFourEyes(plan), by, tools.now());
        List<StepEntry> steps = plan.steps().stream().map(StepEntry::of).toList();
        RunEntry begun = tools.ledger().add(run, steps, locks(plan), numbered -> {
            plans.use(plan);
            Journal.write(tools, event(plan, numbered));
        });
        tools.transcripts()
                .note(
                        begun.id,
                        "",
                        org.ostler.console.TranscriptRecord.Stream.NOTE,
                        "",
                        "Run " + begun.number + " of plan " + plan.number() + ", started by " + by + ": "
                                + plan.guideTitle());
        tools.changed().accept(begun.id);
        return begun;
    }

    static AuditEvent event(Plan plan, RunEntry run) {
        AuditEvent event = LedgerLine.Begun.of(run, plan.steps())
                .on(AuditEvent.of(
                                AuditEvent.Kind.RUN_STARTED,
                                run.startedBy,
                                "Run of plan " + plan.number() + ": " + plan.guideTitle())
                        .ofRun(plan.id(), run.id)
                        .with("digest", plan.digest()));
        return plan.cluster()
                .map(id -> event.about(id, plan.clusterName().orElse("")))
                .orElse(event);
    }

    /** What a run of this plan holds. */
    static Map<UUID, String> locks(Plan plan) {
        Map<UUID, String> locks = new LinkedHashMap<>();
        plan.cluster().ifPresent(id -> locks.put(id, plan.clusterName().orElse("cluster")));
        plan.hosts().forEach(host -> locks.put(host.target().id(), host.target().name()));
        return locks;
    }
}
