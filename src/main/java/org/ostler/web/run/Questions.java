package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.execution.RunView;
import org.ostler.execution.RunView.PausedItem;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.Runs;
import org.ostler.execution.StepState;
import org.ostler.plan.PlannedStep;
import org.ostler.procedure.Action;
import org.ostler.web.Texts;
import org.ostler.web.run.Question.Kind;

/** Makes the dialog's questions, with what a person has to know before they answer. */
@RequestScoped
public class Questions {
    @Inject
    private Runs runs;

    @Inject
    private Texts texts;

    Question of(RunView run, Kind kind, String step, String mend) {
        Optional<StepView> about =
                run.steps().stream().filter(one -> one.id().equals(step)).findFirst();
        String what = about.map(one -> one.target().name() + " · " + title(run, one))
                .orElse(texts.say("run.number", Long.toString(run.number())));
        return switch (kind) {
            case CONFIRM, BY_HAND -> new Question(kind, step, mend, what, List.of(), List.of(), "");
            case HOST_KEY -> {
                String machine = about.map(one -> one.target().name()).orElse(what);
                yield new Question(kind, step, mend, machine, List.of(), List.of(mend), machine);
            }
            case CANCEL -> new Question(kind, "", "", what, paused(run), List.of(), "");
            case ABANDON ->
                new Question(
                        kind,
                        "",
                        "",
                        what,
                        paused(run),
                        List.of(),
                        run.clusterName().orElse(Long.toString(run.number())));
            case MEND -> {
                Optional<RunView.MendView> chosen = about.flatMap(StepView::trouble).stream()
                        .flatMap(trouble -> trouble.mends().stream())
                        .filter(one -> one.key().equals(mend))
                        .findFirst();
                yield new Question(
                        kind,
                        step,
                        mend,
                        chosen.map(RunView.MendView::title)
                                .map(texts::translated)
                                .orElse(what),
                        List.of(),
                        chosen.map(RunView.MendView::commands).orElse(List.of()),
                        "");
            }
            case REAPPROVE ->
                new Question(
                        kind,
                        step,
                        runs.restatedDigest(run.id(), step),
                        what,
                        List.of(),
                        runs.restated(run.id(), step)
                                .map(PlannedStep::actions)
                                .map(actions -> actions.stream()
                                        .flatMap(Questions::shown)
                                        .toList())
                                .orElse(List.of()),
                        "");
            case ROLLBACK -> new Question(kind, step, "", what, backwards(run), List.of(), "");
            case ADOPT -> new Question(kind, "", mend, what, List.of(), List.of(), "");
            case SKIP, HAPPENED, DID_NOT_HAPPEN -> new Question(kind, step, "", what, List.of(), List.of(), "");
        };
    }

    /** With the real difference of each file: what is approved here has been shown nowhere before. */
    private static Stream<String> shown(Action action) {
        return Stream.concat(action.lines().stream(), action.changes().stream().flatMap(change -> UnifiedDiff.of(change)
                .lines()));
    }

    String title(RunView run, StepView step) {
        return texts.either("step." + run.guide() + "." + step.key(), step.title());
    }

    private List<String> paused(RunView run) {
        return run.paused().stream()
                .filter(item -> !item.restored())
                .map(PausedItem::what)
                .toList();
    }

    /** What would be undone, in that order. */
    private List<String> backwards(RunView run) {
        List<String> done = new ArrayList<>();
        run.steps().stream()
                .filter(step -> step.state() == StepState.SUCCEEDED || step.state() == StepState.FAILED)
                .map(step -> step.target().name() + " · " + title(run, step))
                .forEach(done::add);
        Collections.reverse(done);
        return done;
    }
}
