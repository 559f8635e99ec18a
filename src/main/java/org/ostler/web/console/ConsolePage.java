package org.ostler.web.console;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.console.Terminals;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;
import org.ostler.web.Texts;
import org.primefaces.PrimeFaces;

/** A terminal on a host or management server; asks for a reason while a run works on it. */
@Named
@ViewScoped
public class ConsolePage implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Inventory inventory;

    @Inject
    private Runs runs;

    @Inject
    private Terminals terminals;

    @Inject
    private Texts texts;

    private String host = "";
    private String reason = "";
    private String problem = "";

    /** What the terminal is opened on. */
    public record Place(UUID id, String name, String address) {}

    /** Empty when the address names no host. */
    public Optional<Place> getPlace() {
        if (host.isEmpty()) {
            return Optional.empty();
        }
        try {
            Host found = inventory.host(host);
            return Optional.of(new Place(found.id(), found.name(), found.address()));
        } catch (Refusal noHost) {
            return server();
        }
    }

    private Optional<Place> server() {
        try {
            ManagementServer found = inventory.managementServer(host);
            return Optional.of(new Place(found.id(), found.name(), found.address()));
        } catch (Refusal nothing) {
            return Optional.empty();
        }
    }

    /** The open run that works on it. */
    public Optional<RunView> getRun() {
        return getPlace().flatMap(place -> runs.open().stream()
                .filter(run ->
                        run.steps().stream().anyMatch(step -> step.target().id().equals(place.id())))
                .findFirst());
    }

    public void open() {
        problem = "";
        try {
            Place place = getPlace().orElseThrow(() -> Refusal.notFound("host", host));
            String pass = terminals.admit(place.id(), place.name(), getRun().map(RunView::id), reason);
            PrimeFaces.current().ajax().addCallbackParam("pass", pass);
        } catch (Refusal refusal) {
            problem = texts.either("refusal." + refusal.code(), refusal.getMessage()) + " "
                    + texts.either("refusal." + refusal.code() + ".next", refusal.next());
        }
    }

    /** What the terminal's script says. */
    public String getScriptTexts() {
        Map<String, String> said = new LinkedHashMap<>();
        for (String key : List.of(
                "state.connecting",
                "state.open",
                "state.ended",
                "paste",
                "paste.yes",
                "ended.left",
                "ended.host",
                "ended.idle",
                "ended.signedOut",
                "ended.pass",
                "ended.journal",
                "ended.refused",
                "ended.lost")) {
            said.put(key, texts.get("console." + key));
        }
        return Json.write(said);
    }

    public String getHost() {
        return host;
    }

    public void setHost(String asked) {
        host = asked == null ? "" : asked;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String written) {
        reason = written == null ? "" : written;
    }

    public String getProblem() {
        return problem;
    }
}
