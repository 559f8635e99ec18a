package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.execution.RunView;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.look.HostLook;
import org.ostler.look.Looks;
import org.ostler.look.Portrait;
import org.ostler.look.Reading;

/** A host: how it stands, what it says of itself, the files that Ostler wrote on it, what happened to it. */
@Named
@ViewScoped
public class HostPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final List<String> TABS = List.of("facts", "files", "history");
    private static final int HISTORY = 50;

    @Inject
    private Inventory inventory;

    @Inject
    private AuditTrail audit;

    @Inject
    private Looks looks;

    @Inject
    private Surveys surveys;

    @Inject
    private KeyCard keyCard;

    private String id = "";
    private String tab = "facts";

    /**
     * A file that Ostler wrote.
     *
     * @param seen how it was at the last look; empty when it was not there to be looked at, or was written since
     */
    public record ManagedFile(String path, Instant writtenAt, String by, Optional<HostLook.SeenFile> seen) {
        public Mark mark() {
            return seen.map(file -> file.hasDrifted() ? Mark.WARN : Mark.PASS).orElse(Mark.TODO);
        }

        public String key() {
            return seen.map(file -> !file.hasDrifted()
                            ? "file.asWritten"
                            : file.seen().isEmpty() ? "file.gone" : "file.differs")
                    .orElse("file.notLooked");
        }
    }

    public Host getHost() {
        return inventory.host(id);
    }

    /** The newest look that brought facts. */
    public Optional<HostLook> getSeen() {
        return looks.facts(getHost().id());
    }

    public List<Reading> getPortrait() {
        Host host = getHost();
        return getSeen()
                .map(look -> Portrait.of(host.hypervisor(), look.facts()))
                .orElse(List.of());
    }

    public List<ManagedFile> getFiles() {
        Map<Long, HostLook.SeenFile> seen = getSeen().map(HostLook::files).orElse(List.of()).stream()
                .collect(Collectors.toMap(HostLook.SeenFile::entry, Function.identity()));
        return audit.writtenFiles(getHost().id()).stream()
                .map(entry -> new ManagedFile(
                        entry.event().path().orElseThrow(),
                        entry.at(),
                        entry.event().actor(),
                        Optional.ofNullable(seen.get(entry.number()))))
                .sorted(Comparator.comparing(ManagedFile::path))
                .toList();
    }

    public String look() {
        surveys.lookAtHost(getHost());
        return "/host.xhtml?faces-redirect=true&id=" + getHost().id() + "&tab=" + tab;
    }

    public List<AuditEntry> getHistory() {
        return audit.search(AuditQuery.newest(HISTORY).about(getHost().id()));
    }

    /** The run that works on it now. */
    public Optional<RunView> getRun() {
        return keyCard.runs(getHost().id()).stream().findFirst();
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
        tab = TABS.contains(asked) ? asked : "facts";
    }
}
