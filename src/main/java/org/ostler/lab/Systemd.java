package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The services of one simulated host and the rules by which they start. A unit is masked when
 * {@code /etc/systemd/system/NAME} is a link to {@code /dev/null}, however that link came to be.
 */
final class Systemd {
    /** What starting a service does beyond its state; a failure is what the journal says. */
    @FunctionalInterface
    interface Starting {
        /** @return the journal's line when it fails */
        Optional<String> start(SystemdUnit unit) throws InterruptedException;

        default void stopped(SystemdUnit unit) {}
    }

    static final String DIRECTORY = "/etc/systemd/system/";

    private final LabFileSystem files;
    private final Map<String, SystemdUnit> units = new LinkedHashMap<>();
    private final Map<String, Starting> starts = new LinkedHashMap<>();
    private final Map<String, List<String>> journal = new LinkedHashMap<>();
    private final AtomicInteger nextPid = new AtomicInteger(900);

    Systemd(LabFileSystem files) {
        this.files = files;
    }

    void add(SystemdUnit unit, Starting starting) {
        units.put(unit.name, unit);
        starts.put(unit.name, starting);
    }

    synchronized Optional<SystemdUnit> unit(String name) {
        return known(name).filter(unit -> !unit.absent);
    }

    /** Also one whose package is not installed. */
    synchronized Optional<SystemdUnit> known(String name) {
        return Optional.ofNullable(units.get(fullName(name)));
    }

    synchronized List<SystemdUnit> units() {
        return units.values().stream().filter(unit -> !unit.absent).toList();
    }

    synchronized List<String> journal(String name) {
        return List.copyOf(journal.getOrDefault(fullName(name), List.of()));
    }

    /** A line in the journal of a service that is none of its units. */
    synchronized void note(String name, String line) {
        journal.computeIfAbsent(fullName(name), unit -> new ArrayList<>()).add(line);
    }

    static String fullName(String name) {
        return name.matches(".*\\.(service|socket|target|timer)") ? name : name + ".service";
    }

    boolean isMasked(SystemdUnit unit) {
        return files.entry(DIRECTORY + unit.name)
                .map(entry -> entry.link().equals("/dev/null"))
                .orElse(false);
    }

    /** The sockets that start this service when somebody connects. */
    synchronized List<SystemdUnit> activeSocketsOf(SystemdUnit service) {
        String base = service.name.substring(0, service.name.lastIndexOf('.'));
        return units.values().stream()
                .filter(unit -> unit.isSocket() && unit.isActive())
                .filter(unit -> unit.name.equals(base + ".socket") || unit.name.startsWith(base + "-"))
                .toList();
    }

    /** @return true when it runs afterwards */
    boolean start(SystemdUnit unit) throws InterruptedException {
        Starting starting;
        synchronized (this) {
            if (unit.isActive()) {
                return true;
            }
            starting = starts.get(unit.name);
            unit.enter("activating");
        }
        Optional<String> failure = starting.start(unit);
        synchronized (this) {
            unit.pid = unit.isSocket() || failure.isPresent() ? 0 : nextPid.addAndGet(37);
            unit.result = failure.isPresent() ? "exit-code" : "success";
            unit.enter(failure.isPresent() ? "failed" : "active");
            failure.ifPresent(line -> unit.ports.clear());
            String program = unit.name.substring(0, unit.name.lastIndexOf('.'));
            if (failure.isPresent()) {
                log(unit, program + "[" + (nextPid.get() + 1) + "]: " + failure.get());
                log(unit, "systemd[1]: " + unit.name + ": Main process exited, code=exited, status=6/NOTCONFIGURED");
                log(unit, "systemd[1]: " + unit.name + ": Failed with result 'exit-code'.");
                log(unit, "systemd[1]: Failed to start " + unit.name + " - " + unit.description + ".");
            } else {
                log(unit, "systemd[1]: Started " + unit.name + " - " + unit.description + ".");
            }
        }
        return failure.isEmpty();
    }

    synchronized void stop(SystemdUnit unit) {
        if (!unit.active.equals("inactive")) {
            log(unit, "systemd[1]: Stopped " + unit.name + " - " + unit.description + ".");
            unit.enter("inactive");
            starts.get(unit.name).stopped(unit);
        }
        unit.pid = 0;
        unit.ports.clear();
    }

    /** The host went down: nothing runs. */
    synchronized void down() {
        units.values().forEach(this::stop);
    }

    /** The host came up: what is enabled and not masked is started, sockets first. */
    void boot() throws InterruptedException {
        List<SystemdUnit> wanted = new ArrayList<>(units());
        wanted.removeIf(unit -> !unit.enabled || isMasked(unit));
        wanted.sort((one, other) -> Boolean.compare(other.isSocket(), one.isSocket()));
        for (SystemdUnit unit : wanted) {
            start(unit);
        }
    }

    private void log(SystemdUnit unit, String line) {
        List<String> lines = journal.computeIfAbsent(unit.name, name -> new ArrayList<>());
        lines.add(line);
        if (lines.size() > 200) {
            lines.remove(0);
        }
    }

    synchronized JsonNode save() {
        ArrayNode saved = LabStore.MAPPER.createArrayNode();
        units.values().forEach(unit -> saved.add(LabStore.MAPPER.valueToTree(unit)));
        return saved;
    }

    synchronized void restore(JsonNode saved) throws IOException {
        for (JsonNode node : saved) {
            SystemdUnit unit = units.get(node.path("name").asText());
            if (unit != null) {
                LabStore.MAPPER.readerForUpdating(unit).readValue(node);
            }
        }
    }
}
