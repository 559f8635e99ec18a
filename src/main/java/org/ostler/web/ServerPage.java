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
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.look.HostLook;
import org.ostler.look.Looks;
import org.ostler.look.Portrait;
import org.ostler.look.Reading;
import org.ostler.look.Survey;

/** A management server: its host key, and whether its SSH and its API answer. */
@Named
@ViewScoped
public class ServerPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int HISTORY = 50;

    @Inject
    private Inventory inventory;

    @Inject
    private AuditTrail audit;

    @Inject
    private Survey survey;

    @Inject
    private Looks looks;

    @Inject
    private Probes probes;

    @Inject
    private Notices notices;

    private String id = "";

    public ManagementServer getServer() {
        return inventory.managementServer(id);
    }

    /** Looks at it over SSH, and asks its API for the zones. */
    public void test() {
        ManagementServer server = getServer();
        notices.quietly(() -> {
            survey.look(server, List.of());
            if (server.apiUrl().isPresent()) {
                probes.test(server);
            }
        });
    }

    /** The newest look, whatever came of it. */
    public Optional<HostLook> getLatest() {
        return looks.newest(getServer().id());
    }

    /** The newest look that brought facts. */
    public Optional<HostLook> getSeen() {
        return looks.facts(getServer().id());
    }

    public List<Reading> getPortrait() {
        return getSeen().map(look -> Portrait.ofServer(look.facts())).orElse(List.of());
    }

    public List<AuditEntry> getHistory() {
        return audit.search(AuditQuery.newest(HISTORY).about(getServer().id()));
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }
}
