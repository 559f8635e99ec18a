package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The pool of three XenServer hosts: xs1 is its coordinator, and stays it. */
final class XenPool implements Part {
    /**
     * A virtual machine as xapi knows it now.
     *
     * @param state running or halted
     * @param host the name of the host where it runs
     */
    record Vm(String uuid, String instance, String state, Optional<String> host) {}

    /** A tray that its guest lets go once it was asked. */
    static final String TRAY_UNTIL_ASKED = "until-asked";

    /** A tray that the technician holds. */
    static final String TRAY_HELD = "held";

    private static final String UPGRADING = "rolling_upgrade_in_progress";
    private static final long SEED = 5602;

    private final XenDatabase database = new XenDatabase(new Random(SEED));
    private final List<XenHost> hosts = new ArrayList<>();
    private final XenTasks tasks = new XenTasks(this);
    private final XenMachines machines = new XenMachines(this);
    private DataCentre centre;

    @Override
    public String key() {
        return "xen";
    }

    @Override
    public void start(DataCentre owner) {
        centre = owner;
        XenVersion version = owner.settings().scenario().from();
        for (String name : List.of("xs1", "xs2", "xs3")) {
            XenHost host = new XenHost(name, owner.clock(), version, this);
            host.hostKeyType(name.equals("xs3") ? "EC" : "RSA");
            hosts.add(host);
            owner.add(host);
        }
        new XenEstate(database, version).build();
        XeProgram xe = new XeProgram(this);
        for (XenHost host : hosts) {
            host.install("xe", xe);
            XenScripts.installOn(host, this);
            XenFiles.install(host, record(host).uuid());
            XenFiles.addCloudStackScripts(host);
        }
    }

    @Override
    public synchronized ObjectNode save() {
        ObjectNode saved = LabJson.object();
        ObjectNode installed = saved.putObject("hosts");
        for (XenHost host : hosts) {
            installed
                    .putObject(host.name())
                    .put("version", host.version().name())
                    .put("installer", host.installer().map(Enum::name).orElse(""))
                    .put("waitsForInstaller", host.waitsForInstaller());
        }
        saved.set("database", database.save());
        return saved;
    }

    @Override
    public synchronized void restore(ObjectNode saved) {
        database.restore(saved.path("database"));
        for (XenHost host : hosts) {
            var installed = saved.path("hosts").path(host.name());
            host.version(XenVersion.valueOf(installed.path("version").asText()));
            String medium = installed.path("installer").asText();
            host.state(
                    medium.isEmpty() ? Optional.empty() : Optional.of(XenVersion.valueOf(medium)),
                    installed.path("waitsForInstaller").asBoolean());
        }
        // What was under way when the lab died has not happened.
        database.all("task").forEach(database::remove);
        database.all("vm").forEach(vm -> {
            vm.map("current-operations").clear();
            vm.with("scheduled-to-be-resident-on", "");
        });
    }

    @Override
    public void routes(LabHttp http) {
        // The technician's page has them.
    }

    @Override
    public ObjectNode describe() {
        ObjectNode shown = LabJson.object().put("pool", uuid()).put("upgrading", isUpgrading());
        ArrayNode list = shown.putArray("hosts");
        for (XenHost host : hosts) {
            XenObject record = record(host);
            ObjectNode node = list.addObject()
                    .put("name", host.name())
                    .put("uuid", record.uuid())
                    .put("version", host.version().product())
                    .put("installer", host.installer().map(XenVersion::product).orElse(null))
                    .put("waitsForInstaller", host.waitsForInstaller())
                    .put("power", host.power().name())
                    .put("enabled", record.is("enabled"))
                    .put("toolstack", host.toolstackRuns());
            record.set("tags").forEach(node.putArray("tags")::add);
        }
        ArrayNode guests = shown.putArray("vms");
        for (Vm vm : vms()) {
            guests.addObject()
                    .put("uuid", vm.uuid())
                    .put("instance", vm.instance())
                    .put("state", vm.state())
                    .put("host", vm.host().orElse(null))
                    .put("tray", tray(vm.instance()));
        }
        return shown;
    }

    DataCentre centre() {
        return centre;
    }

    XenDatabase database() {
        return database;
    }

    XenTasks tasks() {
        return tasks;
    }

    XenMachines machines() {
        return machines;
    }

    void changed() {
        centre.changed();
    }

    List<XenHost> hosts() {
        return List.copyOf(hosts);
    }

    XenHost coordinator() {
        return hosts.get(0);
    }

    /** @throws IllegalArgumentException for a host that is not of this pool */
    XenHost hostNamed(String name) {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is no host of the pool"));
    }

    XenHost hostOf(XenObject record) {
        return hostNamed(record.get("hostname"));
    }

    XenObject record(XenHost host) {
        return database.named("host", host.name()).orElseThrow();
    }

    /** All guests, without the control domains; also while no host answers: nobody needs xapi to look at the racks. */
    List<Vm> vms() {
        return database.all("vm", vm -> !vm.is("is-control-domain") && !vm.is("is-a-template")).stream()
                .map(vm -> new Vm(
                        vm.uuid(),
                        vm.get("name-label"),
                        vm.get("power-state"),
                        Optional.of(database.nameOf("host", vm.get("resident-on")))
                                .filter(name -> !name.isEmpty())))
                .toList();
    }

    Optional<Vm> vm(String instance) {
        return vms().stream().filter(vm -> vm.instance().equals(instance)).findFirst();
    }

    boolean isRunning(String vmUuid) {
        return database.find("vm", vmUuid)
                .map(vm -> vm.get("power-state").equals("running"))
                .orElse(false);
    }

    /** The pool's uuid, which is the CloudStack cluster's guid. */
    String uuid() {
        return database.all("pool").get(0).uuid();
    }

    /** The tags of a host in xapi, among them CloudStack's {@code vmops-version-…}. */
    List<String> tags(String host) {
        return List.copyOf(record(hostNamed(host)).set("tags"));
    }

    /** What CloudStack does to a managed host whose set-up tag is gone. */
    void addTag(String host, String tag) {
        record(hostNamed(host)).set("tags").add(tag);
        changed();
    }

    /** Whether the pool answers at all. */
    boolean isCoordinatorUp() {
        return coordinator().toolstackRuns();
    }

    /** Whether the coordinator hears of this host. */
    boolean isLive(XenObject host) {
        return hostOf(host).toolstackRuns();
    }

    boolean isInEmergency(XenHost member) {
        return member != coordinator() && !isCoordinatorUp();
    }

    /** @throws XeError what xe says on this host while nothing answers it */
    void assertAnswers(XenHost host) throws XeError {
        if (!host.toolstackRuns()) {
            throw XeError.said("Connection refused (calling connect )");
        }
        if (isInEmergency(host)) {
            throw XeError.api("HOST_IN_EMERGENCY_MODE");
        }
        if (host.version().compareTo(coordinator().version()) > 0) {
            throw XeError.api("HOST_STILL_BOOTING");
        }
    }

    /** Two versions in one pool: what xapi then forbids is on {@link XenMachines}. */
    boolean isUpgrading() {
        return hosts.stream().anyMatch(host -> host.version() != coordinator().version());
    }

    XenVersion newestVersion() {
        return hosts.stream()
                .map(XenHost::version)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    void enable(XenObject host, boolean enabled) {
        host.with("enabled", enabled);
        changed();
    }

    /** The guest locks its drive's tray until the technician says otherwise, or releases it. */
    void tray(String instance, boolean locked) {
        for (XenObject drive : drivesOf(instance)) {
            drive.with("lab-tray", locked ? TRAY_HELD : "");
        }
        changed();
    }

    /** {@code until-asked}, {@code held}, or empty for a tray that is free or not there. */
    String tray(String instance) {
        return drivesOf(instance).stream()
                .map(drive -> drive.get("lab-tray"))
                .findFirst()
                .orElse("");
    }

    private List<XenObject> drivesOf(String instance) {
        XenObject vm = database.named("vm", instance)
                .orElseThrow(() -> new IllegalArgumentException("there is no guest " + instance));
        return XeMachineCommands.cds(this, vm);
    }

    /** By CloudStack or by accident: starts a stopped guest on a host, or stops it; at once. */
    synchronized void power(String instance, Optional<String> startOn) {
        XenObject vm = database.named("vm", instance)
                .orElseThrow(() -> new IllegalArgumentException("there is no guest " + instance));
        if (startOn.isPresent()) {
            vm.with("resident-on", record(hostNamed(startOn.get())).uuid()).with("power-state", "running");
        } else {
            machines.halt(vm);
        }
        changed();
    }

    /** A host without power has no guests. */
    synchronized void wentDown(XenHost host) {
        XenObject record = record(host);
        machines.runningOn(record).forEach(machines::halt);
        record.with("enabled", false);
    }

    /** A new version is on the disk: the pool's database has the host's records still, its storage is unplugged. */
    synchronized void installed(XenHost host) {
        XenObject record = record(host);
        XenFiles.install(host, record.uuid());
        for (XenObject pbd : database.of("pbd", "host", record)) {
            if (database.get("sr", pbd.get("sr")).is("shared")) {
                pbd.with("currently-attached", false);
            }
        }
        database.all("patch").forEach(patch -> patch.set("hosts").remove(record.uuid()));
    }

    synchronized void cameUp(XenHost host) {
        record(host).with("enabled", true);
        XenObject pool = database.all("pool").get(0);
        if (isUpgrading()) {
            pool.map("other-config").put(UPGRADING, "true");
        } else {
            pool.map("other-config").remove(UPGRADING);
        }
    }
}
