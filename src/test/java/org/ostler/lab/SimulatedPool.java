package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.facts.Answer;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.SshTrouble;

/**
 * The lab's pool and management server in memory, on simulated time: what xapi refuses is refused here too. Whoever
 * tests against it gets connections, a technician's hands, and the truth.
 */
public final class SimulatedPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SimulatedPool.class.getName());

    /** What a test hears of every connection. */
    public interface Line {
        /** @throws SshTrouble to cut the line here */
        void passes(String moment) throws SshTrouble;

        /** A command is about to be started by the host runner. */
        void starts(String host, UUID command, List<String> words);
    }

    /** A host as it really is. */
    public record Member(String uuid, String name, String version, boolean live, boolean enabled, boolean coordinator) {
        public boolean serves() {
            return live && enabled;
        }
    }

    /** A guest as it really is; host is empty while it does not run. */
    public record Guest(String uuid, String name, String host) {
        public boolean runs() {
            return !host.isEmpty();
        }
    }

    private final SimulatedTime time = new SimulatedTime();
    private final XenPool pool = new XenPool();
    private final ManagementPart management = new ManagementPart();
    private final DataCentre centre;

    /** @param later from 6.0.2 to 6.2.0 instead of from 5.6 SP2 to 6.0.2 */
    public SimulatedPool(boolean later) {
        LabSettings.Scenario scenario = later ? LabSettings.Scenario.FROM_6_0_2 : LabSettings.Scenario.FROM_5_6_SP2;
        try {
            centre = new InMemory(new LabSettings(Path.of("/nowhere"), false, 1, scenario, 0));
            centre.start();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private final class InMemory extends DataCentre {
        InMemory(LabSettings settings) throws IOException {
            super(settings, List.of(pool, management), time, new InvocationLedger(Optional.empty()));
        }

        @Override
        void changed() {
            // Nothing is remembered.
        }

        @Override
        void save() {
            // Nothing is remembered.
        }

        @Override
        void background(String what, Work work) {
            time.begin(() -> {
                try {
                    work.run();
                } catch (InterruptedException itsHostWentDown) {
                    LOG.log(System.Logger.Level.DEBUG, what + " ended early", itsHostWentDown);
                }
            });
        }
    }

    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return time.now();
            }
        };
    }

    public void advance(Duration passing) {
        time.advance(passing);
    }

    public void later(Duration delay, Runnable event) {
        time.later(delay, event);
    }

    /** @param host a host's name, or {@code ms1} */
    public RemoteShell connect(String host, Line line) throws SshTrouble {
        return new SimulatedShell(centre.host(host), time, line);
    }

    public String databasePassword() {
        return management.databasePassword();
    }

    public List<String> hosts() {
        return pool.hosts().stream().map(LabHost::name).toList();
    }

    public List<Member> members() {
        return pool.hosts().stream()
                .map(host -> new Member(
                        pool.record(host).uuid(),
                        host.name(),
                        host.version().product(),
                        host.toolstackRuns(),
                        pool.record(host).is("enabled"),
                        host == pool.coordinator()))
                .toList();
    }

    public Member member(String nameOrUuid) {
        return members().stream()
                .filter(one -> one.name().equals(nameOrUuid) || one.uuid().equals(nameOrUuid))
                .findFirst()
                .orElseThrow();
    }

    /** Whether one product version is older than another one of this lab's. */
    public boolean isOlder(String version, String than) {
        return version(version).isOlderThan(version(than));
    }

    private static XenVersion version(String product) {
        return List.of(XenVersion.values()).stream()
                .filter(one -> one.product().equals(product))
                .findFirst()
                .orElseThrow();
    }

    public String newVersion() {
        return centre.settings().scenario().to().product();
    }

    public List<Guest> guests() {
        return pool.vms().stream()
                .map(vm -> new Guest(
                        vm.uuid(),
                        vm.instance(),
                        vm.state().equals("running") ? vm.host().orElse("") : ""))
                .toList();
    }

    public Optional<Guest> guest(String uuid) {
        return guests().stream().filter(one -> one.uuid().equals(uuid)).findFirst();
    }

    public Set<String> running() {
        return guests().stream().filter(Guest::runs).map(Guest::uuid).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether xe answers on this host. */
    public boolean answers(String host) {
        try {
            pool.assertAnswers(pool.hostNamed(host));
            return centre.host(host).isUp() && !centre.host(host).faults().refusesSsh();
        } catch (XeError silent) {
            return false;
        }
    }

    /** Everything about high availability and workload balancing that a run may pause. */
    public Map<String, String> paused() {
        XenObject record = pool.database().all("pool").get(0);
        Map<String, String> seen = new TreeMap<>();
        for (String field : List.of("ha-enabled", "ha-host-failures-to-tolerate", "wlb-enabled")) {
            seen.put(field, record.get(field));
        }
        seen.put("ha-statefiles", record.set("ha-statefiles").toString());
        seen.put("ha-configuration", record.map("ha-configuration").toString());
        return seen;
    }

    public String managedState() {
        synchronized (management.state()) {
            return management.state().clusters.stream()
                    .filter(cluster -> cluster.hypervisor.equals("XenServer"))
                    .findFirst()
                    .orElseThrow()
                    .managedState;
        }
    }

    /** How often each command was started by the host runner, by its id. */
    public Map<String, Long> starts() {
        return centre.ledger().starts(Optional.empty(), 0).stream()
                .filter(start ->
                        start.via().equals("runner") && !start.words().get(0).equals("host-runner"))
                .flatMap(start -> start.command().stream())
                .collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
    }

    public SimulatedFaults faults() {
        return new SimulatedFaults(centre, pool, management, time);
    }

    /** The API of the management server, answered at once or as its faults say. */
    public CloudStackClient cloud(Line line) {
        return new CloudStackClient() {
            @Override
            public Answer list(String command, Map<String, String> parameters) throws NoAnswer {
                Map<String, String> paged = new LinkedHashMap<>(parameters);
                paged.put("page", "1");
                paged.put("pagesize", "500");
                return ask(line, command, paged);
            }

            @Override
            public Answer call(String command, Map<String, String> parameters) throws NoAnswer {
                return ask(line, command, parameters);
            }

            @Override
            public Answer job(String id) throws NoAnswer {
                return ask(line, "queryAsyncJobResult", Map.of("jobid", id));
            }
        };
    }

    private Answer ask(Line line, String command, Map<String, String> parameters) throws CloudStackClient.NoAnswer {
        try {
            line.passes("cloudstack before " + command);
        } catch (SshTrouble cut) {
            throw new CloudStackClient.NoAnswer("refused", false, cut);
        }
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("command", command);
        all.put("apikey", management.apiKey());
        all.put("response", "json");
        all.put("signature", new CloudSignature(management.apiKey(), management.secretKey()).sign(all));
        Optional<CloudReply> reply = faults().answer(new CloudRequest(all));
        try {
            line.passes("cloudstack after " + command);
        } catch (SshTrouble cut) {
            throw new CloudStackClient.NoAnswer("reset", true, cut);
        }
        if (reply.isEmpty()) {
            throw new CloudStackClient.NoAnswer("HTTP 503 without CloudStack's envelope", true, null);
        }
        JsonNode body = reply.get().body();
        return new Answer(
                reply.get().status() == 200 ? 0 : reply.get().status(),
                body instanceof ObjectNode node ? node.toString() : "{}",
                body.path("errortext").asText());
    }

    @Override
    public void close() {
        time.close();
        centre.close();
    }
}
