package org.ostler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Fact;
import org.ostler.plan.PlannedStep.CheckResult;
import org.ostler.plan.PlannedStep.MendShown;
import org.ostler.plan.PlannedStep.Need;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** States one step for one situation. */
final class StepStatement {
    private final Leg leg;
    private final Step step;
    private final Situation seen;
    private final boolean mayChange;

    private List<Action> actions = List.of();
    private boolean nothingLeft;
    private Optional<String> unpredictable = Optional.empty();
    private Need need = Need.NEEDED;
    private String needReason = "";

    /** @param mayChange earlier steps of the plan may change what was seen */
    StepStatement(Leg leg, Situation seen, boolean mayChange) {
        this.leg = leg;
        this.step = leg.step();
        this.seen = seen;
        this.mayChange = mayChange;
    }

    Statement state() {
        decideWork();
        decideNeed();
        PlannedStep shown = new PlannedStep(
                leg.id(),
                leg.order(),
                leg.chapter(),
                step.key(),
                step.title(),
                step.why(),
                leg.target(),
                step.covers(),
                need,
                needReason,
                need == Need.NOT_NEEDED ? List.of() : checks(),
                SecretLines.masked(actions),
                templates(step.work()),
                step.question().map(this::question),
                mends(),
                undo(),
                step.undo().filter(Undo.Irreversible.class::isInstance).map(way -> ((Undo.Irreversible) way).reason()),
                unpredictable,
                binding());
        return new Statement(shown, actions);
    }

    private void decideWork() {
        if (step.work() instanceof Step.Now now) {
            try {
                List<Action> wanted = now.actions().apply(seen);
                actions = wanted.stream().filter(action -> !isThere(action)).toList();
                nothingLeft = !wanted.isEmpty() && actions.isEmpty();
            } catch (Fact.Unreadable unknown) {
                unpredictable = Optional.of("What it does is decided when it runs: " + unknown.getMessage());
            }
        } else if (step.work() instanceof Step.Late || step.work() instanceof Step.ForEach) {
            unpredictable = Optional.of(templates(step.work()).stream()
                    .map(Template::rule)
                    .distinct()
                    .collect(Collectors.joining("; ")));
        }
    }

    static boolean isThere(Action action) {
        return action instanceof Action.Guarded guarded
                ? guarded.apply().isEmpty() && guarded.files().stream().allMatch(FileChange::isEmpty)
                : action instanceof Action.WriteFile write && write.change().isEmpty();
    }

    private void decideNeed() {
        if (nothingLeft) {
            need = Need.NOT_NEEDED;
            needReason = "every file is already as it shall be";
            return;
        }
        if (step.neededWhen().isEmpty()) {
            return;
        }
        String claim = step.neededWhen().get().claim();
        try {
            if (step.neededWhen().get().holds().test(seen)) {
                needReason = claim;
            } else if (mayChange) {
                need = Need.DECIDED_LATER;
                needReason = "not needed as things are now; looked at again after the earlier steps: " + claim;
            } else {
                need = Need.NOT_NEEDED;
                needReason = "not so: " + claim;
            }
        } catch (Fact.Unreadable unknown) {
            need = Need.DECIDED_LATER;
            needReason = claim + ": " + unknown.getMessage();
        }
    }

    private List<CheckResult> checks() {
        List<CheckResult> results = new ArrayList<>();
        for (Check check : step.checks()) {
            Check.Finding finding = finding(check, seen);
            boolean later = finding.verdict() == Check.Verdict.UNKNOWN && (mayChange || need == Need.DECIDED_LATER);
            results.add(new CheckResult(
                    check.key(),
                    check.title(),
                    later ? Check.Verdict.WARN : finding.verdict(),
                    later ? "looked at when the step runs (" + finding.seen() + ")" : finding.seen(),
                    check.remedy(),
                    check.advice()));
        }
        return List.copyOf(results);
    }

    static Check.Finding finding(Check check, Situation seen) {
        try {
            return check.look().apply(seen);
        } catch (Fact.Unreadable unknown) {
            return Check.Finding.unknown(unknown.getMessage());
        }
    }

    private String question(Step.Question question) {
        try {
            return question.question().apply(seen);
        } catch (Fact.Unreadable unknown) {
            return step.title();
        }
    }

    static List<Template> templates(Step.Work work) {
        if (work instanceof Step.Late late) {
            return late.templates();
        }
        return work instanceof Step.ForEach each ? each.templates() : List.of();
    }

    private List<MendShown> mends() {
        return step.troubles().stream()
                .flatMap(trouble -> trouble.mend().stream())
                .map(mend -> new MendShown(mend.key(), mend.title(), mend.templates()))
                .distinct()
                .toList();
    }

    private String undo() {
        Undo way = step.undo().orElseThrow();
        if (way instanceof Undo.RestoreFiles) {
            return "the earlier content of its files is put back";
        }
        if (way instanceof Undo.RestartService restart) {
            return restart.service() + " is restarted after all files are back";
        }
        if (way instanceof Undo.By by) {
            return Stream.concat(Stream.of(by.words()), by.templates().stream().map(Template::text))
                    .collect(Collectors.joining("; "));
        }
        return way instanceof Undo.Irreversible ? "cannot be undone" : "changes nothing";
    }

    private Map<String, String> binding() {
        Map<String, String> values = new TreeMap<>();
        for (Fact<?> fact : step.binding()) {
            try {
                values.put(fact.name(), Canonical.normalised(seen.fact(fact)));
            } catch (Fact.Unreadable unknown) {
                values.put(fact.name(), PlannedStep.NOT_KNOWN);
            }
        }
        return values;
    }
}
