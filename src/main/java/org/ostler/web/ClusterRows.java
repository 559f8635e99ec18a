package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.credential.KnownHosts;
import org.ostler.execution.RunView;
import org.ostler.execution.StepState;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Pod;

/** Clusters and how each of their hosts stands, as squares and as a sentence. */
@Named
@RequestScoped
public class ClusterRows {
    @Inject
    private Shell shell;

    @Inject
    private ZoneChoice zoneChoice;

    @Inject
    private KnownHosts knownHosts;

    @Inject
    private Texts texts;

    private final Map<UUID, Mark> inRuns = new HashMap<>();
    private boolean runsRead;

    /** @param state the worst of its hosts */
    public record Row(Cluster cluster, List<String> hosts, String sentence, Mark state, String words) {}

    public List<Row> getAll() {
        return shell.getZones().stream()
                .filter(zone -> zoneChoice.shows(zone.id()))
                .flatMap(zone -> zone.pods().stream())
                .map(Pod::clusters)
                .flatMap(Collection::stream)
                .map(this::row)
                .toList();
    }

    public Row row(Cluster cluster) {
        List<Mark> marks = cluster.hosts().stream()
                .filter(host -> !host.retired())
                .map(this::mark)
                .toList();
        Mark worst = marks.stream()
                .min(java.util.Comparator.comparingInt(ClusterRows::severity))
                .orElse(Mark.TODO);
        Map<Mark, Long> counts = marks.stream().collect(Collectors.groupingBy(mark -> mark, Collectors.counting()));
        String parts = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> texts.say("hosts." + entry.getKey().css(), entry.getValue()))
                .collect(Collectors.joining(texts.get("list.separator")));
        String sentence = texts.say("hosts.sentence", marks.size(), parts);
        String words = marks.isEmpty() ? texts.get("hosts.none") : texts.say("hosts." + worst.css(), counts.get(worst));
        return new Row(cluster, marks.stream().map(Mark::css).toList(), sentence, worst, words);
    }

    public Mark mark(Host host) {
        readRuns();
        Mark inRun = inRuns.get(host.id());
        if (inRun != null) {
            return inRun;
        }
        boolean accepted = knownHosts.accepted(host.id()).isPresent();
        if (knownHosts.offered(host.id()).isPresent()) {
            return accepted ? Mark.FAIL : Mark.WAITING;
        }
        return accepted ? Mark.PASS : Mark.TODO;
    }

    private void readRuns() {
        if (runsRead) {
            return;
        }
        runsRead = true;
        for (RunView run : shell.getOpenRuns()) {
            for (RunView.StepView step : run.steps()) {
                if (step.state() != StepState.PENDING
                        && step.state() != StepState.SUCCEEDED
                        && step.state() != StepState.SKIPPED
                        && step.state() != StepState.ROLLED_BACK) {
                    inRuns.put(step.target().id(), new Marks().of(step.state()));
                }
            }
        }
    }

    private static int severity(Mark mark) {
        return switch (mark) {
            case UNKNOWN -> 0;
            case FAIL -> 1;
            case STALE -> 2;
            case WAITING -> 3;
            case RUNNING -> 4;
            case WARN -> 5;
            case TODO -> 6;
            case PASS -> 7;
            case SKIPPED -> 8;
        };
    }
}
