package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Lines;
import org.ostler.plan.Sight;
import org.ostler.platform.Refusal;

/** A management server: its host key, and whether its SSH and its API answer. */
@Named
@ViewScoped
public class ServerPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int HISTORY = 50;
    private static final Fact<String> NAME = Fact.onManagementServer(
            "hostname", CommandLine.of("hostname"), answer -> answer.out().strip());
    private static final Fact<String> ZONES = Fact.ofCloudStack(
            "zones", "listZones", Map.of(), answer -> answer.exit() == 0 ? "HTTP 200" : "HTTP " + answer.exit());

    @Inject
    private Inventory inventory;

    @Inject
    private AuditTrail audit;

    @Inject
    private HostObserver observer;

    @Inject
    private Caller caller;

    @Inject
    private Texts texts;

    @Inject
    private Notices notices;

    private String id = "";
    private transient List<Result> results;

    /** What was asked and what came. */
    public record Result(Mark mark, String what, String seen) {}

    public ManagementServer getServer() {
        return inventory.managementServer(id);
    }

    public void test() {
        try {
            caller.require(Permission.OPERATE);
            ManagementServer server = getServer();
            results = new ArrayList<>();
            try (Lines lines = observer.lines()) {
                Sight sight = observer.look(lines, Optional.<UUID>empty(), Optional.of(server), List.of(NAME, ZONES));
                results.add(result(sight, NAME, "server.ssh"));
                if (server.apiUrl().isPresent()) {
                    results.add(result(sight, ZONES, "server.api"));
                }
            }
        } catch (Refusal refusal) {
            notices.refused(refusal);
        }
    }

    private Result result(Sight sight, Fact<String> fact, String key) {
        return sight.facts()
                .find(fact)
                .map(seen -> new Result(Mark.PASS, texts.get(key), seen))
                .orElseGet(() -> new Result(
                        Mark.FAIL,
                        texts.get(key),
                        sight.trouble()
                                .map(Throwable::getMessage)
                                .orElse(sight.missing().getOrDefault(org.ostler.facts.Facts.key(fact), ""))));
    }

    public List<Result> getResults() {
        return results == null ? List.of() : results;
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
