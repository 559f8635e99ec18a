package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ostler.execution.GuideChange;
import org.ostler.execution.GuideChange.StepChange;
import org.ostler.execution.GuideChanges;
import org.ostler.execution.RunState;
import org.ostler.execution.RunView;
import org.ostler.web.DiffView;
import org.ostler.web.Texts;

/** What another version of its guide changes for the run on the page, fetched once per request. */
@Named("guideChange")
@RequestScoped
public class GuideChangeLook {
    @Inject
    private GuideChanges changes;

    @Inject
    private Texts texts;

    private Optional<GuideChange> seen;

    /** @param diff empty rows when only the order is another one */
    public record Row(StepChange step, String title, DiffView diff) {}

    /** Asked only of runs that wait: the others go on with their guide. */
    public Optional<GuideChange> of(RunView run) {
        if (seen == null) {
            seen = run.state() == RunState.WAITING ? changes.of(run.id()) : Optional.empty();
        }
        return seen;
    }

    public List<Row> rows(RunView run) {
        return of(run).map(GuideChange::steps).orElse(List.of()).stream()
                .map(step -> new Row(
                        step,
                        texts.either("step." + run.guide() + "." + step.key(), step.title()),
                        DiffView.of(step.id(), step.before(), step.after(), Set.of())))
                .toList();
    }
}
