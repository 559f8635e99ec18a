package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;
import org.ostler.guide.Library;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.look.Looks;
import org.ostler.procedure.Guide;

/** A cluster: its hosts, how alike they are, its rules, its runs. Each is a tab with an address of its own. */
@Named
@ViewScoped
public class ClusterPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<String> TABS = List.of("hosts", "alike", "rules", "runs");
    private static final int RUNS = 200;

    @Inject
    private Inventory inventory;

    @Inject
    private Runs runs;

    @Inject
    private Looks looks;

    @Inject
    private Surveys surveys;

    private String id = "";
    private String tab = "hosts";
    private String compared = "";

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

    public String look() {
        surveys.lookAt(getCluster());
        return "/cluster.xhtml?faces-redirect=true&id=" + getCluster().id() + "&tab=" + tab;
    }

    public Homogeneity getHomogeneity() {
        List<Host> hosts = getHosts();
        return Homogeneity.of(hosts, looks.facts(hosts.stream().map(Host::id).toList()));
    }

    /** The host that a small screen compares with the majority: the one asked for, else the oddest. */
    public UUID comparedIn(Homogeneity alike) {
        return alike.getOddFirst().stream()
                .map(column -> column.host().id())
                .filter(host -> compared.isEmpty() || host.toString().equals(compared))
                .findFirst()
                .orElseGet(() -> new UUID(0, 0));
    }

    public List<String> getTabs() {
        return TABS;
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }

    public String getTab() {
        return tab;
    }

    public void setTab(String asked) {
        tab = TABS.contains(asked) ? asked : "hosts";
    }

    public String getCompared() {
        return compared;
    }

    public void setCompared(String host) {
        compared = host == null ? "" : host;
    }
}
