package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;

/** The run as it stands now, fetched once per request and once more after it was changed. */
@RequestScoped
public class RunLook {
    @Inject
    private Runs runs;

    private Optional<RunView> seen = Optional.empty();
    private Optional<List<Lane>> lanes = Optional.empty();

    public RunView at(String id) {
        if (seen.isEmpty()) {
            seen = Optional.of(runs.run(id));
        }
        return seen.get();
    }

    public List<Lane> lanes(String id) {
        if (lanes.isEmpty()) {
            lanes = Optional.of(Lane.of(at(id).steps()));
        }
        return lanes.get();
    }

    public void again() {
        seen = Optional.empty();
        lanes = Optional.empty();
    }
}
