package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.ManagementServer;
import org.ostler.inventory.Zone;
import org.ostler.look.Survey;

/** The buttons that look, and how far the looking is. */
@Named
@RequestScoped
public class Surveys {
    @Inject
    private Survey survey;

    @Inject
    private Shell shell;

    @Inject
    private ZoneChoice zoneChoice;

    @Inject
    private Notices notices;

    /** As a page has been told once: looking may end between two of its questions. */
    private final Map<Set<UUID>, Optional<Survey.Progress>> told = new HashMap<>();

    /** @return the same page: what was begun is shown there, and a reload begins nothing again */
    public String lookAtAll() {
        List<ManagementServer> servers = zones().stream()
                .flatMap(zone -> zone.managementServers().stream())
                .toList();
        begin(hosts(), servers);
        return FacesContext.getCurrentInstance().getViewRoot().getViewId() + "?faces-redirect=true";
    }

    public void lookAt(Cluster cluster) {
        begin(cluster.hosts(), List.of());
    }

    public void lookAtHost(Host host) {
        begin(List.of(host), List.of());
    }

    private void begin(Collection<Host> hosts, Collection<ManagementServer> servers) {
        notices.quietly(() -> survey.begin(hosts, servers));
        told.clear();
    }

    private List<Zone> zones() {
        return shell.getZones().stream()
                .filter(zone -> zoneChoice.shows(zone.id()))
                .toList();
    }

    private List<Host> hosts() {
        return zones().stream()
                .flatMap(zone -> zone.pods().stream())
                .flatMap(pod -> pod.clusters().stream())
                .flatMap(cluster -> cluster.hosts().stream())
                .toList();
    }

    public boolean isAnyHost() {
        return !hosts().isEmpty();
    }

    /** Of all hosts that are shown. */
    public Optional<Survey.Progress> getProgress() {
        return of(hosts());
    }

    public Optional<Survey.Progress> of(Collection<Host> hosts) {
        Set<UUID> ids = hosts.stream().map(Host::id).collect(Collectors.toSet());
        return told.computeIfAbsent(ids, these -> survey.progress(these::contains));
    }

    public Optional<Survey.Progress> ofHost(Host host) {
        return of(List.of(host));
    }
}
