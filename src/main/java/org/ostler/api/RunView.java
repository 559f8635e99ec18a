package org.ostler.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.ostler.execution.RunState;
import org.ostler.execution.StepState;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;

/**
 * A run as the API shows it.
 *
 * @param gates what waits for a person now, also found at their steps
 */
public record RunView(
        UUID id,
        long number,
        UUID plan,
        long planNumber,
        String guide,
        String guideTitle,
        Optional<UUID> cluster,
        Optional<String> clusterName,
        RunState state,
        String stateReason,
        String startedBy,
        Instant startedAt,
        Optional<Instant> endedAt,
        Instant changedAt,
        List<GateView> gates,
        List<StepView> steps,
        List<org.ostler.execution.RunView.PausedItem> paused,
        List<String> firstIrreversible) {

    public record StepView(
            String id,
            int order,
            String chapter,
            String key,
            String title,
            TargetView target,
            StepState state,
            String progress,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            List<AttemptView> attempts,
            List<org.ostler.execution.RunView.ElementView> elements,
            Optional<GateView> gate,
            Optional<org.ostler.execution.RunView.TroubleView> trouble,
            Optional<String> evidence,
            boolean byHand,
            Optional<GuardView> guard) {}

    /**
     * The countdown of a changed network.
     *
     * @param endsAt when the host takes the change back
     */
    public record GuardView(
            UUID id,
            String timer,
            String boot,
            Optional<Instant> endsAt,
            Optional<String> newAddress,
            List<org.ostler.execution.RunView.ProbeView> probes,
            Optional<String> wish) {}

    public record AttemptView(
            int number,
            String kind,
            String actor,
            StepState state,
            String note,
            List<String> actions,
            List<UUID> commands,
            Instant startedAt,
            Optional<Instant> endedAt,
            String result) {}

    /** @param version names what was seen: an answer may carry it */
    public record GateView(
            String step,
            long version,
            String question,
            String instructions,
            List<FindingView> evidence,
            Instant since,
            Instant seenAt,
            boolean expectsHostKey) {}

    public record FindingView(String verdict, String seen) {}

    static RunView of(org.ostler.execution.RunView run) {
        List<StepView> steps = run.steps().stream().map(RunView::step).toList();
        return new RunView(
                run.id(),
                run.number(),
                run.plan(),
                run.planNumber(),
                run.guide(),
                run.guideTitle(),
                run.cluster(),
                run.clusterName(),
                run.state(),
                run.stateReason(),
                run.startedBy(),
                run.startedAt(),
                run.endedAt(),
                run.changedAt(),
                steps.stream().flatMap(step -> step.gate().stream()).toList(),
                steps,
                run.paused(),
                run.firstIrreversible());
    }

    private static StepView step(org.ostler.execution.RunView.StepView step) {
        return new StepView(
                step.id(),
                step.order(),
                step.chapter(),
                step.key(),
                step.title(),
                TargetView.of(step.target()),
                step.state(),
                step.progress(),
                step.startedAt(),
                step.endedAt(),
                step.attempts().stream().map(RunView::attempt).toList(),
                step.elements(),
                step.gate().map(gate -> gate(step.id(), gate)),
                step.trouble(),
                step.evidence(),
                step.byHand(),
                step.guard()
                        .map(guard -> new GuardView(
                                guard.id(),
                                guard.timer(),
                                guard.boot(),
                                guard.endsAt(),
                                guard.newAddress(),
                                guard.probes(),
                                guard.wish())));
    }

    private static AttemptView attempt(org.ostler.execution.RunView.AttemptView attempt) {
        return new AttemptView(
                attempt.number(),
                attempt.kind(),
                attempt.actor(),
                attempt.state(),
                attempt.note(),
                attempt.actions().stream().map(Action::shown).toList(),
                attempt.commands(),
                attempt.startedAt(),
                attempt.endedAt(),
                attempt.result());
    }

    private static GateView gate(String step, org.ostler.execution.RunView.GateView gate) {
        return new GateView(
                step,
                gate.version(),
                gate.question(),
                gate.instructions(),
                gate.evidence().stream().map(RunView::finding).toList(),
                gate.since(),
                gate.seenAt(),
                gate.expectsHostKey());
    }

    private static FindingView finding(Check.Finding finding) {
        return new FindingView(finding.verdict().name().toLowerCase(Locale.ROOT), finding.seen());
    }
}
