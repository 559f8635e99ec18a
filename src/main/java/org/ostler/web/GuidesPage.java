package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ostler.guide.Library;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Hypervisor;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/** The catalogue of guides, and one guide with its chapters and steps. */
@Named("guides")
@RequestScoped
public class GuidesPage {
    @Inject
    private Shell shell;

    private String hypervisor = "";
    private String id = "";

    public List<Guide> getAll() {
        return Library.guides().stream()
                .filter(guide -> hypervisor.isEmpty() || guide.hypervisors().contains(hypervisor))
                .toList();
    }

    public Hypervisor[] getHypervisors() {
        return Hypervisor.values();
    }

    /** Empty for an id that no guide has; the page then says so. */
    public Optional<Guide> getFound() {
        return Library.guide(id);
    }

    public Guide getGuide() {
        return getFound().orElseThrow();
    }

    /** With the standard settings: another choice may add or drop steps. */
    public List<Chapter> chapters(Guide guide) {
        return guide.chapters().apply(new Settings(java.util.Map.of()));
    }

    public long steps(Guide guide) {
        return chapters(guide).stream()
                .mapToLong(chapter -> chapter.steps().size())
                .sum();
    }

    public long gates(Guide guide) {
        return chapters(guide).stream()
                .flatMap(chapter -> chapter.steps().stream())
                .filter(step -> step.question().isPresent())
                .count();
    }

    public List<String> items(Guide guide) {
        return chapters(guide).stream()
                .flatMap(chapter -> chapter.steps().stream())
                .flatMap(step -> step.covers().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** reversible, nothing or never. */
    public String undo(Step step) {
        Undo undo = step.undo().orElse(new Undo.Irreversible(""));
        if (undo instanceof Undo.Irreversible) {
            return "never";
        }
        return undo instanceof Undo.Nothing ? "nothing" : "reversible";
    }

    /** Why it cannot be undone. */
    public String reason(Step step) {
        return step.undo().orElseThrow() instanceof Undo.Irreversible irreversible ? irreversible.reason() : "";
    }

    /** Clusters it can be planned for. */
    public List<Cluster> clusters(Guide guide) {
        return shell.getZones().stream()
                .flatMap(zone -> zone.pods().stream())
                .flatMap(pod -> pod.clusters().stream())
                .filter(cluster ->
                        guide.hypervisors().contains(cluster.hypervisor().name()))
                .toList();
    }

    public String getHypervisor() {
        return hypervisor;
    }

    public void setHypervisor(String chosen) {
        hypervisor = chosen == null ? "" : chosen;
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }
}
