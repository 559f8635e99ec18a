package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;
import org.ostler.guide.Library;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Guide;

/** A cluster: its hosts, how alike they are, its runs. */
@Named
@ViewScoped
public class ClusterPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int RUNS = 200;

    @Inject
    private Inventory inventory;

    @Inject
    private Runs runs;

    @Inject
    private HostFacts hostFacts;

    @Inject
    private Notices notices;

    private String id = "";
    private transient List<HostFacts.Seen> seen;

    /**
     * A fact that is not the same everywhere.
     *
     * @param values per host in their order: "=" for what most have
     */
    public record Difference(String fact, String most, List<String> values) {}

    public Cluster getCluster() {
        return inventory.cluster(id);
    }

    public List<Host> getHosts() {
        return getCluster().hosts().stream().filter(host -> !host.retired()).toList();
    }

    public List<Guide> getGuides() {
        String hypervisor = getCluster().hypervisor().name();
        return Library.guides().stream()
                .filter(guide -> guide.hypervisors().contains(hypervisor))
                .toList();
    }

    public List<RunView> getRuns() {
        return runs.list(RUNS).stream()
                .filter(run -> run.cluster().filter(getCluster().id()::equals).isPresent())
                .toList();
    }

    public void look() {
        try {
            seen = hostFacts.look(getHosts());
        } catch (Refusal refusal) {
            notices.refused(refusal);
        }
    }

    public List<HostFacts.Seen> getSeen() {
        return seen == null ? List.of() : seen;
    }

    public List<Difference> getDifferences() {
        List<Difference> differences = new ArrayList<>();
        for (String fact : facts()) {
            String most = most(fact);
            List<String> values = getSeen().stream()
                    .map(host -> host.facts().getOrDefault(fact, "?"))
                    .map(value -> value.equals(most) ? "=" : "≠ " + value)
                    .toList();
            if (values.stream().anyMatch(value -> !value.equals("="))) {
                differences.add(new Difference(fact, most, values));
            }
        }
        return differences;
    }

    public int getEqualFacts() {
        return facts().size() - getDifferences().size();
    }

    private Set<String> facts() {
        TreeSet<String> names = new TreeSet<>();
        getSeen().forEach(host -> names.addAll(host.facts().keySet()));
        return names;
    }

    private String most(String fact) {
        Map<String, Integer> counts = new HashMap<>();
        getSeen().forEach(host -> counts.merge(host.facts().getOrDefault(fact, "?"), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }
}
