package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Pod;
import org.ostler.look.Standing;

/** Clusters and how each of their hosts stands, as squares and as a sentence. */
@Named
@RequestScoped
public class ClusterRows {
    /** An outcome that is unknown comes before a failure that is known. */
    private static final Comparator<HostStates.View> WORST_FIRST = Comparator.comparing(
                    (HostStates.View view) -> view.mark() != Mark.UNKNOWN)
            .thenComparing(view -> view.standing().state());

    @Inject
    private Shell shell;

    @Inject
    private ZoneChoice zoneChoice;

    @Inject
    private HostStates hostStates;

    @Inject
    private Texts texts;

    /**
     * @param state the worst of its hosts
     * @param drifted managed files that differ from what Ostler wrote, on all of its hosts
     * @param seen the oldest of the newest looks; empty when a host was never seen
     */
    public record Row(
            Cluster cluster,
            List<String> hosts,
            String sentence,
            Mark state,
            String words,
            int drifted,
            Optional<Instant> seen) {}

    public List<Row> getAll() {
        return shell.getZones().stream()
                .filter(zone -> zoneChoice.shows(zone.id()))
                .flatMap(zone -> zone.pods().stream())
                .map(Pod::clusters)
                .flatMap(Collection::stream)
                .map(this::row)
                .toList();
    }

    /** A page asks for the same row several times. */
    private final Map<UUID, Row> rows = new HashMap<>();

    public Row row(Cluster cluster) {
        return rows.computeIfAbsent(cluster.id(), id -> made(cluster));
    }

    private Row made(Cluster cluster) {
        List<HostStates.View> views = cluster.hosts().stream()
                .filter(host -> !host.retired())
                .map(hostStates::of)
                .toList();
        Optional<HostStates.View> worst = views.stream().min(WORST_FIRST);
        Map<Standing.State, Long> counts = views.stream()
                .collect(Collectors.groupingBy(view -> view.standing().state(), TreeMap::new, Collectors.counting()));
        String parts = counts.entrySet().stream()
                .map(entry -> texts.say("standing.count." + entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(texts.get("list.separator")));
        String words = worst.map(view -> view.standing().state())
                .map(state -> texts.say("standing.count." + state, counts.get(state)))
                .orElseGet(() -> texts.get("hosts.none"));
        return new Row(
                cluster,
                views.stream().map(HostStates.View::css).toList(),
                texts.say("hosts.sentence", views.size(), parts),
                worst.map(HostStates.View::mark).orElse(Mark.TODO),
                words,
                views.stream().mapToInt(view -> view.standing().drifted()).sum(),
                oldest(views));
    }

    private static Optional<Instant> oldest(List<HostStates.View> views) {
        boolean all = !views.isEmpty()
                && views.stream().allMatch(view -> view.standing().factsAt().isPresent());
        return all
                ? views.stream()
                        .flatMap(view -> view.standing().factsAt().stream())
                        .min(Comparator.naturalOrder())
                : Optional.empty();
    }
}
