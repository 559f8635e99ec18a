package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;

/** The run as it stands now, fetched once per request and once more after it was changed. */
@RequestScoped
public class RunLook {
    @Inject
    private Runs runs;

    private Optional<RunView> seen = Optional.empty();

    public RunView at(String id) {
        if (seen.isEmpty()) {
            seen = Optional.of(runs.run(id));
        }
        return seen.get();
    }

    public void again() {
        seen = Optional.empty();
    }
}
