package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ostler.execution.Runs;
import org.ostler.guide.Library;
import org.ostler.plan.Plans;

/** What the words in the header's field are the name of. */
@Named
@RequestScoped
public class Search {
    private static final int LOOKED_THROUGH = 200;
    private static final int SHOWN = 50;

    @Inject
    private Shell shell;

    @Inject
    private Runs runs;

    @Inject
    private Plans plans;

    private String words = "";

    /** One thing found. */
    public record Hit(String title, String detail, String link) {}

    public List<Hit> getHosts() {
        List<Hit> hits = new ArrayList<>();
        shell.getZones()
                .forEach(zone -> zone.pods().forEach(pod -> pod.clusters().forEach(cluster -> {
                    if (matches(cluster.name())) {
                        hits.add(new Hit(
                                cluster.name(), zone.name() + " · " + pod.name(), "cluster.xhtml?id=" + cluster.id()));
                    }
                    cluster.hosts().stream()
                            .filter(host -> matches(host.name()) || matches(host.address()))
                            .forEach(host -> hits.add(new Hit(
                                    host.name(),
                                    cluster.name() + " · " + host.address(),
                                    "host.xhtml?id=" + host.id())));
                })));
        return hits.stream().limit(SHOWN).toList();
    }

    public List<Hit> getRuns() {
        List<Hit> hits = new ArrayList<>();
        runs.list(LOOKED_THROUGH).stream()
                .filter(run -> matches("run " + run.number())
                        || matches(Long.toString(run.number()))
                        || matches(run.guideTitle())
                        || matches(run.startedBy())
                        || run.clusterName().filter(this::matches).isPresent())
                .forEach(run -> hits.add(new Hit(
                        run.number() + " · " + run.guideTitle(),
                        run.clusterName().orElse("") + " · " + run.startedBy(),
                        "run.xhtml?id=" + run.number())));
        return hits.stream().limit(SHOWN).toList();
    }

    public List<Hit> getPlans() {
        return plans.list(LOOKED_THROUGH).stream()
                .filter(plan -> matches(Long.toString(plan.number()))
                        || matches(plan.guideTitle())
                        || matches(plan.madeBy())
                        || plan.clusterName().filter(this::matches).isPresent())
                .map(plan -> new Hit(
                        plan.number() + " · " + plan.guideTitle(),
                        plan.clusterName().orElse("") + " · " + plan.madeBy(),
                        "plan.xhtml?id=" + plan.number()))
                .limit(SHOWN)
                .toList();
    }

    public List<Hit> getGuides() {
        return Library.guides().stream()
                .filter(guide -> matches(guide.title()) || matches(guide.summary()))
                .map(guide -> new Hit(guide.title(), guide.summary(), "guide.xhtml?id=" + guide.id()))
                .toList();
    }

    private boolean matches(String name) {
        return !words.isBlank()
                && name.toLowerCase(Locale.ROOT).contains(words.strip().toLowerCase(Locale.ROOT));
    }

    public String getWords() {
        return words;
    }

    public void setWords(String typed) {
        words = typed == null ? "" : typed;
    }
}
