package org.ostler.execution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.plan.Plans;
import org.ostler.platform.Refusal;

/**
 * The boundary of runs whose guide became another one while they were open, as after an upgrade of Ostler: what differs
 * for their remaining steps, and the approval without which they do not go on.
 */
@ApplicationScoped
public class GuideChanges {
    @Inject
    Caller caller;

    @Inject
    Plans plans;

    @Inject
    Lanes lanes;

    @Inject
    Runs runs;

    /** Empty for a run that is over, or goes on with the guide that it was planned with. */
    public Optional<GuideChange> of(UUID run) {
        caller.require(Permission.READ);
        RunEntry entry = find(run);
        if (entry.state.isOver() || lanes.runner().known(entry).isPresent()) {
            return Optional.empty();
        }
        Map<String, StepEntry> steps = new HashMap<>();
        lanes.tools().ledger().steps(run).forEach(step -> steps.put(step.id, step));
        return Revision.kept(lanes.tools().ledger(), entry)
                .map(revision -> revision.shown(plans.find(entry.plan.toString()), steps));
    }

    /** @throws Refusal when there is none, or when it has not been looked at yet */
    public GuideChange read(UUID run) {
        caller.require(Permission.READ);
        return of(run).orElseThrow(() -> notCompared(waiting(run)));
    }

    /** Compares once more with the hosts as they are now. */
    public void lookAgain(UUID run) {
        caller.require(Permission.OPERATE);
        Adoption.compare(lanes.runner(), lanes.tools(), waiting(run));
    }

    /**
     * The run goes on with the present version of its guide.
     *
     * @param digest of the {@link GuideChange} that was read
     */
    public void approve(UUID run, String digest, String note) {
        caller.require(Permission.APPROVE);
        RunEntry entry = waiting(run);
        runs.needsSecondPerson(entry);
        Revision revision = Revision.kept(lanes.tools().ledger(), entry).orElseThrow(() -> notCompared(entry));
        String by = caller.name();
        Runs.guarded(() -> new Adoption(lanes.tools(), entry, revision).carryOut(digest, by, note));
        Runs.guarded(() -> lanes.runner().restate(run));
        lanes.wake(run);
    }

    private static Refusal notCompared(RunEntry entry) {
        return Refusal.conflict(
                "guide-change-not-seen",
                "What the guide changes for run " + entry.number + " has not been looked at yet.",
                "Look again, then read the differences.");
    }

    private RunEntry find(UUID run) {
        return lanes.tools().ledger().find(run.toString()).orElseThrow(() -> Refusal.notFound("run", run.toString()));
    }

    private RunEntry waiting(UUID run) {
        RunEntry entry = find(run);
        if (entry.state.isOver() || lanes.runner().known(entry).isPresent()) {
            throw Refusal.conflict(
                    "guide-not-changed",
                    "Run " + entry.number + " does not wait for another version of its guide.",
                    "Look at the run as it stands now.");
        }
        return entry;
    }
}
