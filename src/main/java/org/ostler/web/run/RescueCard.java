package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.execution.RunView;
import org.ostler.execution.RunView.AttemptView;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.Runs;
import org.ostler.facts.CommandLine;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;

/**
 * What a person takes along to a host whose network is being changed: how to get in without it, and the exact commands
 * that undo the change on the host's own screen. The same stands in a file on the host.
 */
@Named
@RequestScoped
public class RescueCard {
    private static final String BASE = "/var/lib/ostler/";

    @Inject
    private Runs runs;

    @Inject
    private Inventory inventory;

    private String id = "";
    private String step = "";

    public RunView getRun() {
        return runs.run(id);
    }

    public StepView getAbout() {
        return getRun().steps().stream()
                .filter(one -> one.id().equals(step))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("step", step));
    }

    public Optional<Host> getHost() {
        return inventory.findHost(getAbout().target().id());
    }

    /** First the one that does all of it; after it, one by one, for when that cannot be run. */
    public String getShort() {
        return "sh " + BASE + "undo-network";
    }

    public List<String> getByHand() {
        List<String> commands = new ArrayList<>();
        for (AttemptView attempt : getAbout().attempts()) {
            for (int i = 0; i < attempt.actions().size(); i++) {
                if (attempt.actions().get(i) instanceof Action.Guarded change) {
                    commands.clear();
                    commands.addAll(
                            byHand(change, BASE + "guard-" + attempt.commands().get(i)));
                }
            }
        }
        return commands;
    }

    /** In the order and with the numbers under which the host saved them. */
    private static List<String> byHand(Action.Guarded change, String saved) {
        List<String> commands = new ArrayList<>();
        List<FileChange> files =
                change.files().stream().filter(file -> !file.isEmpty()).toList();
        for (int i = 0; i < files.size(); i++) {
            String path = files.get(i).path();
            commands.add(
                    files.get(i).before().isPresent()
                            ? CommandLine.of("cp", "-a", saved + "/saved/" + (i + 1), path)
                                    .quoted()
                            : CommandLine.of("rm", "-f", path).quoted());
        }
        change.applyAfterRestore().forEach(command -> commands.add(command.quoted()));
        return commands;
    }

    /** How the network was, a line for each thing; empty before it was saved. */
    public List<String> getSaved() {
        return getAbout().guard().map(guard -> guard.saved().lines().toList()).orElse(List.of());
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }

    public String getStep() {
        return step;
    }

    public void setStep(String asked) {
        step = asked == null ? "" : asked;
    }
}
