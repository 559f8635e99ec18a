package org.ostler.execution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.credential.KnownHosts;
import org.ostler.plan.Leg;
import org.ostler.plan.Plan;
import org.ostler.plan.PlanDigest;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Plans;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Step;

/**
 * The boundary of runs. Every call asks the caller's permission, is audited, and refuses with a reason when the run is
 * not in a state for it. A step is named by its planned step's id.
 */
@ApplicationScoped
public class Runs {
    /** Shorter reasons say nothing a year later. */
    private static final int SHORTEST_REASON = 10;

    @Inject
    Caller caller;

    @Inject
    Plans plans;

    @Inject
    Lanes lanes;

    @Inject
    KnownHosts knownHosts;

    /** @throws org.ostler.platform.Refusal not approved, expired, locked by another run, journal not writable */
    public RunView start(String planId) {
        caller.require(Permission.OPERATE);
        Plan plan = plans.plan(planId);
        RunEntry run = guarded(() -> new Starting(lanes.tools(), plans).start(plan, caller.name()));
        lanes.wake(run.id);
        return run(run.id.toString());
    }

    public RunView run(String numberOrId) {
        caller.require(Permission.READ);
        RunEntry run = find(numberOrId);
        return view(run);
    }

    private RunView view(RunEntry run) {
        Ledger ledger = lanes.tools().ledger();
        return RunViews.of(run, plan(run), ledger.glance(run.id), ledger.pauses(run.id));
    }

    /** Empty for a run that was made again from the journal, which has no plans. */
    private Optional<Plan> plan(RunEntry run) {
        try {
            return Optional.of(plans.find(run.plan.toString()));
        } catch (Refusal lost) {
            return Optional.empty();
        }
    }

    private RunEntry find(String numberOrId) {
        return lanes.tools().ledger().find(numberOrId).orElseThrow(() -> Refusal.notFound("run", numberOrId));
    }

    /** Newest first, without steps. */
    public List<RunView> list(int limit) {
        caller.require(Permission.READ);
        return lanes.tools().ledger().newest(Math.max(1, Math.min(limit, 500))).stream()
                .map(run -> RunViews.of(run, Optional.empty(), List.of(), List.of()))
                .toList();
    }

    /** The run that used this plan, without steps; empty when it is long ago. */
    public Optional<RunView> ofPlan(UUID plan) {
        return list(500).stream().filter(run -> run.plan().equals(plan)).findFirst();
    }

    /** Runs that are not over, with steps. */
    public List<RunView> open() {
        caller.require(Permission.READ);
        return lanes.tools().ledger().open().stream().map(this::view).toList();
    }

    /** Whether a gate is open at which this machine is expected to come back with another host key. */
    boolean expectsNewHostKey(UUID machine) {
        return lanes.tools().ledger().open().stream()
                .flatMap(run -> lanes.runner().known(run).stream())
                .anyMatch(context -> context.tools().ledger().steps(context.run().id).stream()
                        .filter(entry -> entry.state == StepState.WAITING)
                        .map(entry -> context.legs().get(entry.id))
                        .anyMatch(leg -> leg.target().id().equals(machine)
                                && leg.step()
                                        .question()
                                        .map(Step.Question::expectsNewHostKey)
                                        .orElse(false)));
    }

    /**
     * The new host key of a machine that was installed again, at the gate that expects it and only there; then it is
     * looked at again.
     *
     * @param fingerprint that was compared with the machine's own screen
     */
    public void acceptHostKey(UUID run, String step, String fingerprint) {
        caller.require(Permission.OPERATE);
        RunContext context = lanes.runner().context(openRun(run));
        Leg leg = Optional.ofNullable(context.legs().get(step)).orElseThrow(() -> Refusal.notFound("step", step));
        UUID machine = leg.target().id();
        knownHosts.acceptReplacement(machine, fingerprint, () -> expectsNewHostKey(machine));
        context.say(leg, "New host key accepted by " + caller.name() + ": " + fingerprint);
        answer(run, step, Answers::lookAgain);
    }

    /** After the present steps. */
    public void pause(UUID run) {
        caller.require(Permission.OPERATE);
        wish(run, RunEntry.Wish.PAUSE, "paused", "");
    }

    public void resume(UUID run) {
        caller.require(Permission.OPERATE);
        RunEntry entry = openRun(run);
        if (entry.wish == RunEntry.Wish.GO && entry.state == RunState.FAILED) {
            String by = caller.name();
            guarded(() -> new Wishes(lanes.runner().context(entry)).leaveFailedHostsOut(by));
        }
        wish(run, RunEntry.Wish.GO, "resumed", "");
    }

    public void cancel(UUID run, String note) {
        caller.require(Permission.OPERATE);
        lanes.runner().context(openRun(run));
        wish(run, RunEntry.Wish.CANCEL, "cancelled", note);
        lanes.stop(run);
    }

    public void abandon(UUID run, String note) {
        caller.require(Permission.APPROVE);
        needsReason(note);
        needsSecondPerson(openRun(run));
        RunEntry entry = wish(run, RunEntry.Wish.ABANDON, "abandoned", note);
        guarded(() -> Wishes.abandon(lanes.tools(), entry, note));
    }

    /**
     * "Go on" at a gate.
     *
     * @param version the gate's version that was seen; empty takes the present one
     * @throws org.ostler.platform.Refusal CONFLICT naming who answered first
     */
    public void confirm(UUID run, String step, Optional<Long> version, String note) {
        caller.require(Permission.OPERATE);
        answer(run, step, answers -> answers.confirm(version, note));
    }

    /** Looks at the gate's evidence, or at an unknown outcome, again. */
    public void lookAgain(UUID run, String step) {
        caller.require(Permission.OPERATE);
        answer(run, step, Answers::lookAgain);
    }

    public void retry(UUID run, String step, String note) {
        caller.require(Permission.OPERATE);
        answer(run, step, answers -> answers.retry(note));
    }

    /**
     * A person did the step's work; it goes on only if looking at it says so too.
     *
     * @param version the gate's version that was seen; empty takes the present one
     * @param note what was done, at least 10 characters
     * @throws org.ostler.platform.Refusal CONFLICT saying what was seen
     */
    public void byHand(UUID run, String step, Optional<Long> version, String note) {
        caller.require(Permission.OPERATE);
        needsReason(note);
        answer(run, step, answers -> answers.byHand(version, note));
    }

    /** Keeps a changed network although not all of its probes answer; the host decides whether it is not too late. */
    public void keep(UUID run, String step, String note) {
        guard(run, step, GuardEntry.Verb.KEEP, note);
    }

    /** Begins the countdown of a changed network anew with its whole time on top of what is left. */
    public void extend(UUID run, String step, String note) {
        guard(run, step, GuardEntry.Verb.EXTEND, note);
    }

    /** Takes a changed network back without waiting for the countdown's end. */
    public void revert(UUID run, String step, String note) {
        guard(run, step, GuardEntry.Verb.REVERT, note);
    }

    private void guard(UUID run, String step, GuardEntry.Verb verb, String note) {
        caller.require(Permission.OPERATE);
        answer(run, step, answers -> answers.guard(verb, note));
    }

    /** @param note the reason, at least 10 characters */
    public void skip(UUID run, String step, String note) {
        caller.require(Permission.APPROVE);
        needsReason(note);
        needsSecondPerson(openRun(run));
        answer(run, step, answers -> answers.skip(note));
    }

    public void mend(UUID run, String step, String mend, String note) {
        caller.require(Permission.OPERATE);
        needsSecondPerson(openRun(run));
        answer(run, step, answers -> answers.mend(mend, note));
    }

    /** @param done what the person found out about an unknown outcome */
    public void resolve(UUID run, String step, boolean done, String note) {
        caller.require(Permission.APPROVE);
        needsReason(note);
        answer(run, step, answers -> answers.resolve(done, note));
    }

    /** A stale step's new form, with its digest. */
    public Optional<PlannedStep> restated(UUID run, String step) {
        caller.require(Permission.READ);
        return lanes.tools().ledger().step(run, step).flatMap(entry -> entry.restated);
    }

    public String restatedDigest(UUID run, String step) {
        return restated(run, step)
                .map(PlanDigest::of)
                .orElseThrow(() -> Refusal.conflict(
                        "step-not-stale", "This step is not stale.", "Look at the run as it stands now."));
    }

    public void reapprove(UUID run, String step, String digest, String note) {
        caller.require(Permission.APPROVE);
        needsSecondPerson(openRun(run));
        answer(run, step, answers -> answers.reapprove(digest, note));
    }

    /**
     * Rolls the run back, to the last step that cannot be undone. A run that has succeeded or was cancelled takes its
     * locks again for that.
     */
    public void rollback(UUID run, String step, String note) {
        caller.require(Permission.OPERATE);
        RunEntry entry = find(run.toString());
        needsSecondPerson(entry);
        String by = caller.name();
        boolean again = entry.state == RunState.SUCCEEDED || entry.state == RunState.CANCELLED;
        RunEntry present = again ? entry : openRun(run);
        guarded(() -> new Wishes(lanes.runner().context(present)).prepareRollback(by, note));
        if (again) {
            guarded(() -> new Wishes(lanes.runner().context(present)).reopen(by, note));
            lanes.wake(run);
        } else {
            wish(run, RunEntry.Wish.ROLL_BACK, "rolled back", note);
        }
    }

    private void answer(UUID run, String step, Consumer<Answers> answer) {
        RunEntry entry = openRun(run);
        if (entry.wish == RunEntry.Wish.CANCEL) {
            throw Refusal.conflict(
                    "run-is-cancelled", "Run " + entry.number + " is being cancelled.", "Wait until it is over.");
        }
        String by = caller.name();
        guarded(() -> Answers.give(lanes.runner().context(entry), step, by, answer));
        guarded(() -> lanes.runner().restate(run));
        lanes.wake(run);
    }

    private RunEntry openRun(UUID run) {
        RunEntry entry = find(run.toString());
        if (entry.state.isOver()) {
            throw Refusal.conflict(
                    "run-is-over", "Run " + entry.number + " is " + entry.state + ".", "Make a new plan.");
        }
        return entry;
    }

    private RunEntry wish(UUID run, RunEntry.Wish what, String verb, String note) {
        RunEntry before = openRun(run);
        String by = caller.name();
        RunEntry after = guarded(() -> Wishes.wish(lanes.tools(), before, what, by, verb, note));
        lanes.tools()
                .transcripts()
                .note(
                        run,
                        "",
                        org.ostler.console.TranscriptRecord.Stream.NOTE,
                        "",
                        "The run was " + verb + " by " + by + "." + (note.isBlank() ? "" : " " + note));
        if (what != RunEntry.Wish.ABANDON) {
            lanes.runner().restate(run);
            lanes.wake(run);
        }
        return after;
    }

    private static void needsReason(String note) {
        if (note == null || note.strip().length() < SHORTEST_REASON) {
            throw Refusal.badInput(
                    "reason-too-short",
                    "A reason of at least " + SHORTEST_REASON + " characters is needed.",
                    "Write down why, for those who read it in a year.");
        }
    }

    void needsSecondPerson(RunEntry run) {
        if (run.fourEyes && caller.name().equals(run.startedBy)) {
            throw Refusal.forbidden(
                    "This cluster asks for four eyes, and you started run " + run.number + ".",
                    "Ask a second person to do it.");
        }
    }

    static void guarded(Runnable work) {
        guarded(() -> {
            work.run();
            return true;
        });
    }

    private static <T> T guarded(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (Journal.Unwritable journal) {
            throw journal.refusal();
        }
    }
}
