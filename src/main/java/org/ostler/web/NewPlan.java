package org.ostler.web;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.guide.Library;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.plan.Plan;
import org.ostler.plan.Plans;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;

/** The first phase of a plan: which guide, which hosts, which settings; filled from an earlier plan when there is one. */
@Named
@ViewScoped
public class NewPlan implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Plans plans;

    @Inject
    private Inventory inventory;

    @Inject
    private Notices notices;

    @Inject
    private SettingChoices choices;

    private String guideId = "";
    private String cluster = "";
    private List<String> hosts = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Boolean> flags = new HashMap<>();
    private transient Map<String, String> errors = Map.of();

    @PostConstruct
    void begin() {
        Map<String, String> asked =
                FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap();
        guideId = asked.getOrDefault("guide", "");
        cluster = asked.getOrDefault("cluster", "");
        Map<String, String> before = new HashMap<>();
        if (asked.containsKey("again")) {
            Plan plan = plans.plan(asked.get("again"));
            guideId = plan.guide();
            cluster = plan.cluster().map(UUID::toString).orElse("");
            plan.hosts().forEach(host -> hosts.add(host.target().id().toString()));
            before.putAll(plan.settings());
        }
        if (asked.containsKey("host")) {
            Host host = inventory.host(asked.get("host"));
            cluster = host.cluster().toString();
            hosts.add(host.id().toString());
        }
        for (Setting setting : settings()) {
            String value = before.getOrDefault(setting.key(), setting.standard());
            if (value.isBlank() && setting.required()) {
                value = choices.only(setting.type()).orElse(value);
            }
            values.put(setting.key(), value);
            flags.put(setting.key(), Boolean.parseBoolean(value));
        }
    }

    public Optional<Guide> getGuide() {
        return Library.guide(guideId);
    }

    private List<Setting> settings() {
        return getGuide().map(Guide::settings).orElse(List.of());
    }

    /** Begins to look at the hosts; nothing is changed by it. */
    public String look() {
        Guide guide = getGuide().orElseThrow();
        for (Setting setting : guide.settings()) {
            if (setting.type() == Setting.Type.FLAG) {
                values.put(setting.key(), Boolean.toString(flags.getOrDefault(setting.key(), false)));
            }
        }
        Map<String, String> chosen = new HashMap<>();
        values.forEach((key, value) -> chosen.put(key, value == null ? "" : value.strip()));
        errors = guide.refusals(new Settings(chosen));
        if (!errors.isEmpty()) {
            notices.failed("newPlan.mend");
            return "";
        }
        try {
            Plans.Request request = new Plans.Request(
                    guideId, Optional.of(cluster).filter(name -> !name.isBlank()), List.copyOf(hosts), chosen);
            return "/looking.xhtml?faces-redirect=true&id=" + plans.begin(request);
        } catch (Refusal refusal) {
            notices.refused(refusal);
            return "";
        }
    }

    /** The cluster's hosts, to choose some of them; none chosen means all. */
    public List<Host> getHostsOfCluster() {
        return cluster.isBlank()
                ? List.of()
                : inventory.cluster(cluster).hosts().stream()
                        .filter(host -> !host.retired())
                        .toList();
    }

    public void clusterChanged() {
        hosts = new ArrayList<>();
    }

    public Optional<Cluster> getChosenCluster() {
        return cluster.isBlank() ? Optional.empty() : Optional.of(inventory.cluster(cluster));
    }

    public String error(String key) {
        return errors == null ? "" : errors.getOrDefault(key, "");
    }

    public String getCluster() {
        return cluster;
    }

    public void setCluster(String chosen) {
        cluster = chosen == null ? "" : chosen;
    }

    public List<String> getHosts() {
        return hosts;
    }

    public void setHosts(List<String> chosen) {
        hosts = chosen == null ? new ArrayList<>() : new ArrayList<>(chosen);
    }

    public Map<String, String> getValues() {
        return values;
    }

    public Map<String, Boolean> getFlags() {
        return flags;
    }
}
