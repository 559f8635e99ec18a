package org.ostler.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;
import org.ostler.procedure.Action;

/** Ledger entries as pages and the API see them. */
final class RunViews {
    private RunViews() {}

    static RunView of(RunEntry run, Optional<Plan> plan, List<StepEntry> steps, List<PauseEntry> pauses) {
        Map<String, PlannedStep> planned = new HashMap<>();
        plan.ifPresent(made -> made.steps().forEach(step -> planned.put(step.id(), step)));
        return new RunView(
                run.id,
                run.number,
                run.plan,
                run.planNumber,
                run.guide,
                run.guideTitle,
                run.cluster,
                run.clusterName,
                run.state,
                run.reason,
                run.startedBy,
                run.startedAt,
                run.endedAt,
                steps.stream()
                        .flatMap(step -> approved(planned, step).map(asApproved -> step(step, asApproved)))
                        .toList(),
                pauses.stream()
                        .map(pause ->
                                new RunView.PausedItem(pause.key(), pause.what(), pause.restored(), pause.problem()))
                        .toList(),
                plan.map(RunViews::firstIrreversible).orElse(List.of()),
                run.changedAt,
                run.wish == RunEntry.Wish.PAUSE && run.state == RunState.RUNNING);
    }

    /** As it was approved last. */
    private static Stream<PlannedStep> approved(Map<String, PlannedStep> planned, StepEntry step) {
        return step.approvedInstead.or(() -> Optional.ofNullable(planned.get(step.id))).stream();
    }

    private static List<String> firstIrreversible(Plan plan) {
        return plan.steps().stream()
                .filter(step -> step.irreversible().isPresent() && step.need() != PlannedStep.Need.NOT_NEEDED)
                .limit(1)
                .map(step -> step.title() + " (" + step.target().name() + "): "
                        + step.irreversible().get())
                .toList();
    }

    private static RunView.StepView step(StepEntry entry, PlannedStep planned) {
        return new RunView.StepView(
                entry.id,
                entry.order,
                planned.chapter(),
                planned.key(),
                planned.title(),
                planned.target(),
                entry.state,
                entry.progress,
                entry.startedAt,
                entry.endedAt,
                entry.attempts.stream().map(RunViews::attempt).toList(),
                entry.elements.stream()
                        .map(one -> new RunView.ElementView(one.key, one.title, one.state, one.progress))
                        .toList(),
                entry.gate.map(gate -> new RunView.GateView(
                        gate.version(),
                        gate.question(),
                        gate.instructions(),
                        gate.evidence(),
                        gate.since(),
                        gate.seenAt(),
                        gate.expectsHostKey())),
                entry.failure.map(failure -> new RunView.TroubleView(
                        failure.what(), failure.explanation(), failure.mends(), failure.output())),
                entry.evidence,
                isForHands(entry),
                guard(entry));
    }

    private static Optional<RunView.GuardView> guard(StepEntry entry) {
        return Optional.of(entry)
                .filter(step -> step.state == StepState.RUNNING)
                .flatMap(StepEntry::attempt)
                .flatMap(Attempt::next)
                .flatMap(action ->
                        action.guard.filter(guard -> guard.endsAt.isPresent()).map(guard -> guard(action, guard)));
    }

    private static RunView.GuardView guard(ActionEntry action, GuardEntry guard) {
        Action.Guarded change = (Action.Guarded) action.action;
        return new RunView.GuardView(
                action.command,
                guard.timer,
                guard.boot,
                guard.endsAt,
                change.newAddress(),
                guard.probes.stream()
                        .map(asked -> new RunView.ProbeView(asked.claim(), asked.answers(), asked.words()))
                        .toList(),
                guard.wish.map(wish -> wish.verb().name().toLowerCase(Locale.ROOT)),
                change,
                guard.saved);
    }

    private static boolean isForHands(StepEntry entry) {
        boolean forward = entry.attempt()
                .map(attempt -> !attempt.kind.equals(Attempt.UNDO) && !attempt.kind.equals(Attempt.RESTORE))
                .orElse(false);
        return entry.byHand && forward && (entry.state == StepState.FAILED || entry.state == StepState.WAITING);
    }

    private static RunView.AttemptView attempt(Attempt attempt) {
        List<java.util.UUID> commands = new ArrayList<>();
        attempt.actions.forEach(action -> commands.add(action.command));
        return new RunView.AttemptView(
                attempt.number,
                attempt.kind,
                attempt.actor,
                attempt.state,
                attempt.note,
                attempt.actions.stream().map(action -> action.action).toList(),
                commands,
                attempt.startedAt,
                attempt.endedAt,
                attempt.result);
    }
}
