package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.credential.KnownHosts;
import org.ostler.execution.RunView;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.look.Survey;
import org.ostler.platform.Refusal;

/** The host key of a host, management server or jump host: what was accepted, what waits for a yes, and the yes. */
@Named
@ViewScoped
public class KeyCard implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private KnownHosts knownHosts;

    @Inject
    private Inventory inventory;

    @Inject
    private Survey survey;

    @Inject
    private Shell shell;

    @Inject
    private Caller caller;

    @Inject
    private Notices notices;

    private String typedName = "";

    public Optional<KnownHosts.Key> accepted(UUID machine) {
        return knownHosts.accepted(machine);
    }

    /** The key that waits for a yes. */
    public Optional<KeyChange> offered(UUID machine) {
        return knownHosts.offered(machine).map(shown -> new KeyChange(shown, knownHosts.accepted(machine)));
    }

    public List<String> groups(String fingerprint) {
        return KeyChange.groups(fingerprint);
    }

    /** Runs that have a step on it and are not over. */
    public List<RunView> runs(UUID machine) {
        return shell.getOpenRuns().stream()
                .filter(run ->
                        run.steps().stream().anyMatch(step -> step.target().id().equals(machine)))
                .toList();
    }

    /**
     * @param seen the fingerprint that the page showed: a key that was offered since is another question
     * @param back the page to go on with, parameter included
     */
    public String accept(UUID machine, String name, String seen, String back) {
        boolean replacing = accepted(machine).isPresent();
        if (replacing && !typedName.strip().equals(name)) {
            notices.failed("item.typeName", name);
        } else if (notices.attempt("host.keyAccepted", () -> knownHosts.accept(machine, seen, replacing), name)) {
            lookAt(machine, back);
        }
        return "/" + back + "&faces-redirect=true";
    }

    /** The key was asked for by a look; the next look is what the person wanted in the first place. */
    private void lookAt(UUID machine, String back) {
        if (!caller.may(Permission.OPERATE)) {
            return;
        }
        try {
            List<Host> hosts = inventory.findHost(machine).stream().toList();
            List<ManagementServer> servers =
                    back.startsWith("server") ? List.of(inventory.managementServer(machine.toString())) : List.of();
            if (!hosts.isEmpty() || !servers.isEmpty()) {
                survey.begin(hosts, servers);
            }
        } catch (Refusal refusal) {
            notices.refused(refusal);
        }
    }

    public String getTypedName() {
        return typedName;
    }

    public void setTypedName(String typed) {
        typedName = typed == null ? "" : typed;
    }
}
