package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ostler.execution.RunState;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.Zone;
import org.ostler.platform.Configuration;

/** What stands around every page. */
@Named
@RequestScoped
public class Shell {
    @Inject
    private Runs runs;

    @Inject
    private Inventory inventory;

    @Inject
    private Configuration configuration;

    private Optional<List<RunView>> open = Optional.empty();
    private Optional<List<Zone>> zones = Optional.empty();

    /** Runs that are not over, fetched once per request. */
    public List<RunView> getOpenRuns() {
        if (open.isEmpty()) {
            open = Optional.of(runs.open());
        }
        return open.get();
    }

    public List<Zone> getZones() {
        if (zones.isEmpty()) {
            zones = Optional.of(inventory.zones());
        }
        return zones.get();
    }

    public long getRunning() {
        return getOpenRuns().stream()
                .filter(run -> run.state() == RunState.RUNNING
                        || run.state() == RunState.CANCELLING
                        || run.state() == RunState.ROLLING_BACK)
                .count();
    }

    public long getWaiting() {
        return getOpenRuns().stream()
                .filter(run -> run.state() == RunState.WAITING || run.state() == RunState.FAILED)
                .count();
    }

    public String getLabUrl() {
        return configuration.labUrl().orElse("");
    }

    public boolean isLab() {
        return configuration.labUrl().isPresent();
    }
}
