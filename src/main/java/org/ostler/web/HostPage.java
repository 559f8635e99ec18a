package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.credential.KnownHosts;
import org.ostler.execution.RunView;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Refusal;

/** A host: how it is reached, its host key, what it says of itself, what happened to it. */
@Named
@ViewScoped
public class HostPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int HISTORY = 50;

    @Inject
    private Inventory inventory;

    @Inject
    private KnownHosts knownHosts;

    @Inject
    private AuditTrail audit;

    @Inject
    private HostFacts hostFacts;

    @Inject
    private Shell shell;

    @Inject
    private Notices notices;

    private String id = "";
    private String typedName = "";
    private transient HostFacts.Seen seen;

    public Host getHost() {
        return inventory.host(id);
    }

    public Optional<KnownHosts.Key> getAccepted() {
        return knownHosts.accepted(getHost().id());
    }

    /** The key that waits for a yes. */
    public Optional<KnownHosts.Key> getOffered() {
        return knownHosts.offered(getHost().id());
    }

    /** In groups of four, to be compared aloud. */
    public String grouped(String fingerprint) {
        String bare = fingerprint.startsWith("SHA256:") ? fingerprint.substring(7) : fingerprint;
        return bare.replaceAll("(.{4})(?=.)", "$1 ");
    }

    public String accept() {
        Host host = getHost();
        boolean replacing = getAccepted().isPresent();
        if (replacing && !typedName.strip().equals(host.name())) {
            notices.failed("item.typeName", host.name());
            return again();
        }
        notices.attempt(
                "host.keyAccepted",
                () -> knownHosts.accept(host.id(), getOffered().orElseThrow().fingerprint(), replacing),
                host.name());
        return again();
    }

    private String again() {
        return "/host.xhtml?faces-redirect=true&id=" + getHost().id();
    }

    public void look() {
        try {
            seen = hostFacts.look(List.of(getHost())).get(0);
        } catch (Refusal refusal) {
            notices.refused(refusal);
        }
    }

    public Optional<HostFacts.Seen> getSeen() {
        return Optional.ofNullable(seen);
    }

    public List<AuditEntry> getHistory() {
        return audit.search(AuditQuery.newest(HISTORY).about(getHost().id()));
    }

    /** The run that works on it now. */
    public Optional<RunView> getRun() {
        return shell.getOpenRuns().stream()
                .filter(run -> run.steps().stream()
                        .anyMatch(step -> step.target().id().equals(getHost().id())))
                .findFirst();
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }

    public String getTypedName() {
        return typedName;
    }

    public void setTypedName(String typed) {
        typedName = typed == null ? "" : typed;
    }
}
