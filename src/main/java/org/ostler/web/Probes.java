package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.discovery.CloudDiscovery;
import org.ostler.discovery.Probe;
import org.ostler.inventory.ManagementServer;
import org.ostler.platform.Refusal;

/** The buttons that test a CloudStack endpoint: what was asked, what came. */
@Named
@ViewScoped
public class Probes implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private CloudDiscovery discovery;

    @Inject
    private Shell shell;

    @Inject
    private Notices notices;

    private transient Map<UUID, Probe> results;

    public List<ManagementServer> getServers() {
        return shell.getZones().stream()
                .flatMap(zone -> zone.managementServers().stream())
                .toList();
    }

    public void test(ManagementServer server) {
        try {
            results().put(server.id(), discovery.test(server));
        } catch (Refusal refusal) {
            notices.refused(refusal);
        }
    }

    public Optional<Probe> of(ManagementServer server) {
        return Optional.ofNullable(results().get(server.id()));
    }

    private Map<UUID, Probe> results() {
        if (results == null) {
            results = new HashMap<>();
        }
        return results;
    }
}
