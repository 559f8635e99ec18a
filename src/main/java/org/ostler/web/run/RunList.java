package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;

/** Runs, newest first. */
@Named
@RequestScoped
public class RunList {
    private static final int SHOWN = 200;

    @Inject
    private Runs runs;

    private Optional<List<RunView>> all = Optional.empty();

    public List<RunView> getAll() {
        if (all.isEmpty()) {
            all = Optional.of(runs.list(SHOWN));
        }
        return all.get();
    }
}
