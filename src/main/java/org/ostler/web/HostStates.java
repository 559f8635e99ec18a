package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.inventory.Host;
import org.ostler.inventory.ManagementServer;
import org.ostler.inventory.Pod;
import org.ostler.inventory.Zone;
import org.ostler.look.HostLook;
import org.ostler.look.Standing;
import org.ostler.look.Standings;

/** How hosts and management servers stand, in marks and words; all of them are read once per request. */
@Named
@RequestScoped
public class HostStates {
    @Inject
    private Shell shell;

    @Inject
    private Standings standings;

    @Inject
    private Texts texts;

    @Inject
    private When when;

    private Optional<Map<UUID, Standing>> hosts = Optional.empty();
    private Optional<Map<UUID, Standing>> servers = Optional.empty();

    /**
     * @param words the state, short
     * @param detail what else there is to say; may be empty
     */
    public record View(Standing standing, Mark mark, String words, String detail) {
        public String css() {
            return mark.css();
        }
    }

    public View of(Host host) {
        if (hosts.isEmpty()) {
            hosts = Optional.of(standings.of(all(), shell.getOpenRuns()));
        }
        Standing known = hosts.get().get(host.id());
        return view(
                known == null ? standings.of(List.of(host), shell.getOpenRuns()).get(host.id()) : known);
    }

    public View ofServer(ManagementServer server) {
        if (servers.isEmpty()) {
            List<ManagementServer> all = shell.getZones().stream()
                    .map(Zone::managementServers)
                    .flatMap(Collection::stream)
                    .toList();
            servers = Optional.of(standings.ofServers(all, shell.getOpenRuns()));
        }
        return view(servers.get().get(server.id()));
    }

    private List<Host> all() {
        return shell.getZones().stream()
                .map(Zone::pods)
                .flatMap(Collection::stream)
                .map(Pod::clusters)
                .flatMap(Collection::stream)
                .flatMap(cluster -> cluster.hosts().stream())
                .toList();
    }

    private View view(Standing standing) {
        return new View(standing, mark(standing), words(standing), detail(standing));
    }

    static Mark mark(Standing standing) {
        return switch (standing.state()) {
            case KEY_CHANGED, UNREACHABLE, REFUSED -> Mark.FAIL;
            case KEY_UNKNOWN -> Mark.WAITING;
            case IN_RUN ->
                standing.run()
                        .flatMap(Standing.InRun::step)
                        .map(step -> new Marks().of(step))
                        .orElse(Mark.RUNNING);
            case LOOKING -> Mark.RUNNING;
            case DRIFT -> Mark.WARN;
            case NO_CREDENTIAL, NEVER -> Mark.TODO;
            case STALE -> Mark.STALE;
            case MAINTENANCE -> Mark.SKIPPED;
            case FRESH -> Mark.PASS;
        };
    }

    private String words(Standing standing) {
        String key = "standing." + standing.state();
        return switch (standing.state()) {
            case IN_RUN ->
                texts.say(
                        key,
                        standing.run().map(run -> Long.toString(run.number())).orElse(""));
            case DRIFT -> texts.say(key, standing.drifted());
            case UNREACHABLE, REFUSED ->
                texts.say(
                        key,
                        standing.trouble()
                                .map(HostLook.Trouble::since)
                                .map(when::words)
                                .orElse(""));
            case KEY_CHANGED, KEY_UNKNOWN, LOOKING, NO_CREDENTIAL, NEVER, STALE, MAINTENANCE, FRESH -> texts.get(key);
        };
    }

    private String detail(Standing standing) {
        return switch (standing.state()) {
            case UNREACHABLE, REFUSED ->
                standing.trouble()
                        .map(trouble -> texts.translated(trouble.message()))
                        .orElse("");
            case FRESH, STALE, DRIFT, MAINTENANCE ->
                standing.factsAt()
                        .map(at -> texts.say("standing.seen", when.age(at)))
                        .orElse("");
            case IN_RUN ->
                standing.run()
                        .flatMap(Standing.InRun::step)
                        .map(step -> texts.get(new Marks().key(step)))
                        .orElse("");
            case KEY_CHANGED, KEY_UNKNOWN, LOOKING, NO_CREDENTIAL, NEVER -> "";
        };
    }
}
