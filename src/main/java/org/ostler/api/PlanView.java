package org.ostler.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;
import org.ostler.procedure.Action;
import org.ostler.procedure.Template;

/** A plan as the API shows it. */
public record PlanView(
        UUID id,
        long number,
        String guide,
        int guideVersion,
        String guideTitle,
        Optional<UUID> cluster,
        Optional<String> clusterName,
        List<TargetView> hosts,
        Map<String, String> settings,
        String madeBy,
        Instant madeAt,
        Plan.State state,
        String digest,
        Instant expiresAt,
        Optional<String> approvedBy,
        Optional<Instant> approvedAt,
        Optional<String> refusal,
        Optional<Plan.SentBack> sentBack,
        Optional<List<CheckView>> checks,
        Optional<List<StepView>> steps) {

    public record CheckView(
            String step, TargetView target, String key, String title, String verdict, String seen, String remedy) {}

    /**
     * A step of the plan.
     *
     * @param commands what is run, and the forms (with slots in angle brackets) of what is decided late
     * @param commandsIfNeeded the same for a step that is not needed now, should it be needed when its turn comes
     */
    public record StepView(
            String id,
            int order,
            String chapter,
            String key,
            String title,
            String why,
            TargetView target,
            List<String> covers,
            String need,
            String needReason,
            List<String> commands,
            List<String> commandsIfNeeded,
            List<Template> rules,
            List<ChangeView> changes,
            Optional<String> question,
            List<MendView> mends,
            Optional<String> undo,
            Optional<String> irreversible,
            Optional<String> unpredictable) {}

    /** @param before {@code sha256:…} of what was seen, or {@code absent} */
    public record ChangeView(String path, String diff, String before) {}

    public record MendView(String key, String title, List<String> commands) {}

    static PlanView of(Plan plan) {
        return view(
                plan,
                Optional.of(plan.steps().stream().flatMap(PlanView::checks).toList()),
                Optional.of(plan.steps().stream().map(PlanView::step).toList()));
    }

    static PlanView withoutSteps(Plan plan) {
        return view(plan, Optional.empty(), Optional.empty());
    }

    private static PlanView view(Plan plan, Optional<List<CheckView>> checks, Optional<List<StepView>> steps) {
        return new PlanView(
                plan.id(),
                plan.number(),
                plan.guide(),
                plan.guideVersion(),
                plan.guideTitle(),
                plan.cluster(),
                plan.clusterName(),
                plan.hosts().stream().map(host -> TargetView.of(host.target())).toList(),
                plan.settings(),
                plan.madeBy(),
                plan.madeAt(),
                plan.state(),
                plan.digest(),
                plan.expiresAt(),
                plan.approvedBy(),
                plan.approvedAt(),
                plan.refusal(),
                plan.sentBack(),
                checks,
                steps);
    }

    private static Stream<CheckView> checks(PlannedStep step) {
        return step.checks().stream()
                .map(check -> new CheckView(
                        step.id(),
                        TargetView.of(step.target()),
                        check.key(),
                        check.title(),
                        check.verdict().name().toLowerCase(Locale.ROOT),
                        check.seen(),
                        check.remedy()));
    }

    static StepView step(PlannedStep step) {
        List<String> commands = Stream.concat(
                        commands(step.actions()), step.templates().stream().map(Template::text))
                .toList();
        boolean idle = step.need() == PlannedStep.Need.NOT_NEEDED;
        return new StepView(
                step.id(),
                step.order(),
                step.chapter(),
                step.key(),
                step.title(),
                step.why(),
                TargetView.of(step.target()),
                step.covers(),
                Names.camel(step.need()),
                step.needReason(),
                idle ? List.of() : commands,
                idle ? commands : List.of(),
                step.templates(),
                step.actions().stream().flatMap(PlanView::change).toList(),
                step.question(),
                step.mends().stream()
                        .map(mend -> new MendView(
                                mend.key(),
                                mend.title(),
                                mend.templates().stream().map(Template::text).toList()))
                        .toList(),
                step.irreversible().isPresent() ? Optional.empty() : Optional.of(step.undo()),
                step.irreversible(),
                step.unpredictable());
    }

    /** What is run; files stand among the changes and questions with the gate. */
    static Stream<String> commands(List<Action> actions) {
        return actions.stream()
                .filter(action -> !(action instanceof Action.WriteFile) && !(action instanceof Action.AskPerson))
                .flatMap(action -> action.lines().stream());
    }

    private static Stream<ChangeView> change(Action action) {
        return action.changes().stream()
                .map(change -> new ChangeView(
                        change.path(),
                        UnifiedDiff.of(change),
                        change.before().map(text -> "sha256:" + sha256(text)).orElse("absent")));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
