package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A simulated host: a name, files, programs, an uptime, a power switch. What makes it XenServer or Debian are its
 * programs.
 */
class LabHost {
    enum Power {
        ON,
        BOOTING,
        OFF
    }

    /** The path of the boot id, which every kernel has made anew at each boot. */
    static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

    private final String name;
    private final LabClock clock;
    private final LabFileSystem files = new LabFileSystem();
    private final HostFaults faults = new HostFaults();
    private final Map<String, Program> programs = new TreeMap<>();
    private final Map<String, Program> scripts = new TreeMap<>();
    private final List<HostProcess> processes = new CopyOnWriteArrayList<>();
    private final List<Runnable> connections = new CopyOnWriteArrayList<>();
    private final List<Runnable> beforeSaving = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextPid = new AtomicInteger(2100);
    private final AtomicInteger boots = new AtomicInteger();
    private volatile UUID bootId = UUID.randomUUID();
    private volatile Instant bootedAt;
    private volatile Power power = Power.ON;
    private volatile String rootPassword = "";
    private volatile String authorizedKey = "";
    private volatile String hostKeyType = "RSA";
    private volatile boolean newHostKey;
    private volatile int sshPort;
    private volatile DataCentre centre;

    LabHost(String name, LabClock clock) {
        this.name = name;
        this.clock = clock;
        this.bootedAt = clock.now().minus(Duration.ofDays(211));
        HostPrograms.installOn(this);
    }

    String name() {
        return name;
    }

    LabClock clock() {
        return clock;
    }

    LabFileSystem files() {
        return files;
    }

    HostFaults faults() {
        return faults;
    }

    /** The data centre it stands in, from {@link DataCentre#add} on. */
    DataCentre centre() {
        return centre;
    }

    void standsIn(DataCentre owner) {
        centre = owner;
    }

    UUID bootId() {
        return bootId;
    }

    void bootId(UUID id) {
        bootId = id;
        files.write(BOOT_ID, id + "\n");
    }

    Instant bootedAt() {
        return bootedAt;
    }

    Power power() {
        return power;
    }

    boolean isUp() {
        return power == Power.ON;
    }

    /** Whether its network lets anybody from outside in. */
    boolean isReachable() {
        return true;
    }

    String rootPassword() {
        return rootPassword;
    }

    void rootPassword(String password) {
        rootPassword = password;
    }

    /** A line as in authorized_keys; empty for none. */
    String authorizedKey() {
        return authorizedKey;
    }

    void authorizedKey(String line) {
        authorizedKey = line;
    }

    /** RSA, EC or EdDSA. */
    String hostKeyType() {
        return hostKeyType;
    }

    void hostKeyType(String type) {
        hostKeyType = type;
    }

    /** Where its SSH server listens on 127.0.0.1; remembered, known from {@link Part#open} on. */
    int sshPort() {
        return sshPort;
    }

    void sshPort(int port) {
        sshPort = port;
    }

    /** Asks for a new host key at the next installation or at once by {@link DataCentre#renewHostKeys}. */
    void newHostKey(boolean wanted) {
        newHostKey = wanted;
    }

    boolean newHostKey() {
        return newHostKey;
    }

    /** Installs a program under its plain name or an absolute path. */
    void install(String path, Program program) {
        programs.put(path, program);
    }

    /** What a file of this name does when it is run: it counts wherever, and only while, the file is there. */
    void installScript(String name, Program program) {
        scripts.put(name, program);
    }

    Optional<Program> script(String name) {
        return Optional.ofNullable(scripts.get(name.startsWith(LabGuard.NAME) ? LabGuard.NAME : name));
    }

    boolean isExecutable(String path) {
        return files.entry(path)
                .map(entry -> !entry.link().isEmpty() || entry.mode().chars().anyMatch(digit -> (digit - '0') % 2 == 1))
                .orElse(false);
    }

    Optional<Program> program(String word) {
        Program exact = programs.get(word);
        if (exact == null && word.startsWith(HostRunnerProgram.PATH)) {
            return Optional.ofNullable(programs.get(HostRunnerProgram.PATH));
        }
        return exact != null || !word.startsWith("/")
                ? Optional.ofNullable(exact)
                : Optional.ofNullable(programs.get(word.substring(word.lastIndexOf('/') + 1)));
    }

    /** As {@code uname -r} says. */
    protected String kernel() {
        return "6.1.0-18-amd64";
    }

    /** What its SSH server calls itself. */
    protected String sshVersion() {
        return "9.2p1";
    }

    /** As {@code uname -m} says. */
    protected String machine() {
        return "x86_64";
    }

    /** Registers the present thread as a process. */
    HostProcess process(List<String> words) {
        HostProcess process = new HostProcess(nextPid.incrementAndGet(), words, Thread.currentThread(), clock);
        processes.add(process);
        return process;
    }

    void ended(HostProcess process) {
        process.end();
        processes.remove(process);
    }

    List<HostProcess> processes() {
        return List.copyOf(processes);
    }

    void connected(Runnable cut) {
        connections.add(cut);
    }

    void disconnected(Runnable cut) {
        connections.remove(cut);
    }

    int connectionCount() {
        return connections.size();
    }

    /** Drops every SSH connection; new ones are welcome. */
    void cutSsh() {
        connections.forEach(Runnable::run);
    }

    /** What must reach the files before they are saved. */
    void beforeSaving(Runnable action) {
        beforeSaving.add(action);
    }

    /** How long a boot takes in the real world. */
    protected Duration bootTime() {
        return Duration.ofSeconds(90);
    }

    /** Called when the host has gone down. */
    protected void wentDown() {}

    /** Called before the host answers again; may take its time. */
    protected void comingUp() throws InterruptedException {}

    /** Called when the host answers again. */
    protected void cameUp() {}

    void reboot() {
        goDown(Power.BOOTING);
        boot();
    }

    void powerOff() {
        goDown(Power.OFF);
    }

    void powerOn() {
        if (power == Power.OFF) {
            power = Power.BOOTING;
            boot();
        }
    }

    private void goDown(Power next) {
        boots.incrementAndGet();
        power = next;
        processes.forEach(HostProcess::kill);
        cutSsh();
        wentDown();
        centre.changed();
    }

    private void boot() {
        int turn = boots.incrementAndGet();
        centre.background(name + " boots", () -> {
            clock.pause(bootTime());
            if (boots.get() == turn) {
                comingUp();
            }
            if (boots.get() == turn) {
                bootId(UUID.randomUUID());
                bootedAt = clock.now();
                power = Power.ON;
                cameUp();
                centre.changed();
            }
        });
        centre.changed();
    }

    ObjectNode save() {
        beforeSaving.forEach(Runnable::run);
        ObjectNode saved = LabJson.object()
                .put("bootId", bootId.toString())
                .put("bootedAt", bootedAt.toString())
                .put("power", power.name())
                .put("rootPassword", rootPassword)
                .put("authorizedKey", authorizedKey)
                .put("newHostKey", newHostKey)
                .put("sshPort", sshPort);
        saved.set("faults", faults.save());
        saved.set("disk", files.save());
        return saved;
    }

    /** A boot under way when the lab died begins again once {@link #resume} is called. */
    void restore(JsonNode saved) {
        files.restore(saved.path("disk"));
        faults.restore(saved.path("faults"));
        bootId(UUID.fromString(saved.path("bootId").asText()));
        bootedAt = Instant.parse(saved.path("bootedAt").asText());
        power = Power.valueOf(saved.path("power").asText());
        rootPassword = saved.path("rootPassword").asText();
        authorizedKey = saved.path("authorizedKey").asText();
        newHostKey = saved.path("newHostKey").asBoolean();
        sshPort = saved.path("sshPort").asInt();
    }

    void resume() {
        if (power == Power.BOOTING) {
            boot();
        }
    }
}
