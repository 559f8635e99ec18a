package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The CloudStack management server: a Linux host with its services, its database and its API. */
final class ManagementPart implements Part {
    static final String HOST = "ms1";
    static final String DATABASE_USER = "root";
    static final String SCRIPTS = "/usr/share/cloudstack-common/scripts/vm/hypervisor/xenserver/";

    /** Until the API of a real 4.5 answers after its start. */
    private static final Duration UNTIL_THE_API_ANSWERS = Duration.ofSeconds(35);

    private static final Duration STARTING = Duration.ofSeconds(4);

    /** A host that CloudStack has set up carries this tag with its version. */
    static final String TAG = "vmops-version-com.cloud.hypervisor.xen.resource.XenServerResource-" + CloudViews.VERSION;

    /** The pool as CloudStack's agents see it. */
    private record LabPool(DataCentre centre, XenPool pool) implements PoolView {
        @Override
        public List<Guest> guests() {
            return pool.vms().stream()
                    .map(vm -> new Guest(vm.instance(), vm.state().equals("halted") ? Optional.empty() : vm.host()))
                    .toList();
        }

        @Override
        public boolean reachable(String host) {
            return pool.hosts().stream().filter(one -> one.name().equals(host)).allMatch(LabHost::isUp);
        }

        @Override
        public Optional<String> version(String host) {
            return pool.hosts().stream()
                    .filter(one -> one.name().equals(host))
                    .map(one -> one.version().product())
                    .findFirst();
        }

        @Override
        public void setUp(String host) {
            boolean known = pool.hosts().stream().anyMatch(one -> one.name().equals(host));
            if (known && pool.tags(host).stream().noneMatch(tag -> tag.startsWith("vmops-version-"))) {
                pool.addTag(host, TAG);
            }
        }
    }

    private ServiceHost host;
    private final CloudState state = new CloudState();
    private CloudStackSimulator api;
    private LabHttp http;
    private String databasePassword = "";
    private String apiKey = "";
    private String secretKey = "";

    @Override
    public String key() {
        return "cloudstack";
    }

    @Override
    public void start(DataCentre centre) {
        XenPool xen = centre.part(XenPool.class);
        PoolView pool = new LabPool(centre, xen);
        databasePassword = LabPasswords.next(centre.random());
        apiKey = CloudSeed.id("api key").replace("-", "") + "_labkey";
        secretKey = LabPasswords.next(centre.random()) + LabPasswords.next(centre.random());
        CloudSeed.fill(state, xen.hosts().stream().map(LabHost::name).toList(), pool);
        host = new ServiceHost(HOST, centre.clock());
        host.rootPassword(LabPasswords.next(centre.random()));
        host.hostKeyType("EC");
        files();
        services(centre);
        centre.add(host);
        api = new CloudStackSimulator(
                state,
                pool,
                new CloudSignature(apiKey, secretKey),
                centre.clock(),
                this::apiAnswers,
                centre::changed,
                Optional.of(new AgentSetup(centre)));
        boot();
        state.apiUpAt = 0;
    }

    private void boot() {
        try {
            host.systemd().boot();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void files() {
        LabFileSystem files = host.files();
        files.write("/etc/redhat-release", LinuxFlavor.EL_6.redhatRelease());
        files.write("/etc/cloudstack/management/db.properties", LabStore.text("ms1/db.properties"));
        files.script(SCRIPTS + "xenserver60/NFSSR.py", LabStore.text("ms1/NFSSR.py"));
        for (String script : List.of("setupxenserver.sh", "make_migratable.sh", "cloud-clean-vlan.sh")) {
            files.script(SCRIPTS + script, LabStore.text("ms1/" + script));
        }
        for (String database : MysqlServer.DATABASES) {
            files.makeDirectory("/var/lib/mysql/" + database);
        }
        files.makeDirectory("/root");
        files.makeDirectory("/var/backups");
    }

    private void services(DataCentre centre) {
        Systemd services = host.systemd();
        services.add(SystemdUnit.of("sshd.service", "sshd", true), unit -> Optional.empty());
        services.add(SystemdUnit.of("mysqld.service", "mysqld", true), unit -> Optional.empty());
        services.add(SystemdUnit.of("cloudstack-management.service", "cloudstack-management", true), unit -> {
            centre.clock().pause(STARTING);
            synchronized (state) {
                state.apiUpAt = centre.clock()
                        .now()
                        .plus(centre.clock().shortened(UNTIL_THE_API_ANSWERS))
                        .toEpochMilli();
            }
            return Optional.empty();
        });
        services.add(
                SystemdUnit.of("cloudstack-usage.service", "CloudStack Usage Monitor cloudstack-usage", true), unit -> {
                    centre.clock().pause(STARTING);
                    return Optional.empty();
                });
        MysqlServer mysql = new MysqlServer(DATABASE_USER, databasePassword, () -> isActive("mysqld"));
        host.install("service", new SysvServiceProgram(services));
        host.install("mysqldump", new MysqldumpProgram(mysql, state));
        host.install("mysql", new MysqlProgram(mysql, state));
        ManagementPrograms.installOn(host);
    }

    private boolean isActive(String service) {
        return host.systemd().unit(service).map(SystemdUnit::isActive).orElse(false);
    }

    /** The service runs and its start is long enough ago. */
    boolean apiAnswers() {
        synchronized (state) {
            return host.isUp()
                    && isActive("cloudstack-management")
                    && host.clock().now().toEpochMilli() >= state.apiUpAt;
        }
    }

    ServiceHost host() {
        return host;
    }

    CloudStackSimulator api() {
        return api;
    }

    CloudState state() {
        return state;
    }

    String databasePassword() {
        return databasePassword;
    }

    String apiKey() {
        return apiKey;
    }

    String secretKey() {
        return secretKey;
    }

    String apiUrl() {
        return http.url() + "/client/api";
    }

    @Override
    public ObjectNode save() {
        synchronized (state) {
            return LabStore.MAPPER.valueToTree(state);
        }
    }

    @Override
    public void restore(ObjectNode saved) {
        synchronized (state) {
            try {
                LabStore.MAPPER.readerForUpdating(state).readValue(saved);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        api.resume();
    }

    @Override
    public void routes(LabHttp server) {
        http = server;
        server.route("GET", "/client/api", this::counted);
        server.route("POST", "/client/api", this::counted);
    }

    /** A changing call is counted as it comes, like a program on a host; its exit is the HTTP status. */
    private LabHttp.Answer counted(LabHttp.Request request) throws InterruptedException {
        CloudRequest asked = CloudRequest.parse(
                Optional.ofNullable(request.uri().getRawQuery()).orElse(""), request.text());
        if (asked.changesNothing()) {
            return api.answer(request);
        }
        InvocationLedger ledger = host.centre().ledger();
        long number = ledger.started(HOST, "api", Optional.empty(), asked.words());
        LabHttp.Answer answer = api.answer(request);
        ledger.ended(number, answer.status());
        return answer;
    }

    @Override
    public ObjectNode describe() {
        ObjectNode seen = LabJson.object().put("apiAnswers", apiAnswers());
        synchronized (state) {
            ObjectNode clusters = seen.putObject("clusters");
            state.clusters.forEach(cluster -> clusters.put(cluster.name, cluster.managedState));
            ObjectNode osTypes = seen.putObject("osTypes");
            state.vms.forEach(vm -> osTypes.put(
                    vm.instanceName,
                    state.osType(vm.osTypeId)
                            .map(CloudState.OsType::description)
                            .orElse("")));
        }
        return seen;
    }
}
