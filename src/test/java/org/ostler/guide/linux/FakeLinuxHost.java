package org.ostler.guide.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.Look;
import org.ostler.procedure.Action;

/**
 * A Linux host with libvirt, as far as the chapter looks at it: files, libvirtd with its arguments, sockets of systemd.
 * It refuses what a real host refuses: {@code --listen} while a socket is active, a socket while the service runs, a
 * unit that is masked.
 */
final class FakeLinuxHost {
    /** @param sockets the active ones, also of daemons for single drivers */
    record Daemon(String version, boolean systemd, boolean running, List<String> sockets) {}

    private static final String SERVICE = "libvirtd.service";

    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, Integer> changed = new HashMap<>();
    private final TreeSet<String> active = new TreeSet<>();
    private final TreeSet<String> masked = new TreeSet<>();
    private final TreeSet<String> enabled = new TreeSet<>();
    private final List<String> modular;
    private final List<String> commands = new ArrayList<>();
    private final String version;
    private final boolean systemd;
    private boolean running;
    private boolean listening;
    private int now = 1;
    private int started;

    FakeLinuxHost(Path tree, Daemon daemon) {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put("/" + tree.relativize(path), Files.readString(path));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        version = daemon.version();
        systemd = daemon.systemd();
        running = daemon.running();
        active.addAll(daemon.sockets());
        modular = daemon.sockets().stream()
                .filter(unit -> !LinuxFacts.LIBVIRTD_SOCKETS.contains(unit))
                .toList();
        enabled.addAll(LinuxFacts.LIBVIRTD_SOCKETS);
        enabled.addAll(modular);
        enabled.add(SERVICE);
    }

    Answer look(Fact<?> fact) {
        if (fact.look() instanceof Look.Read read) {
            return files.containsKey(read.path()) ? Answer.of(files.get(read.path())) : Answer.absent();
        }
        Look.Run run = (Look.Run) fact.look();
        return switch (run.command().program()) {
            case "libvirtd" -> Answer.of("/usr/sbin/libvirtd (libvirt) " + version + "\n");
            case "qemu-system-x86_64" -> Answer.of("QEMU emulator version 7.2.9\n");
            case "ss" ->
                Answer.of("State  Recv-Q Send-Q Local Address:Port Peer Address:Port\n"
                        + "LISTEN 0      128    0.0.0.0:22       0.0.0.0:*\n"
                        + (listening ? "LISTEN 0      128    [::]:" + port() + "       [::]:*\n" : ""));
            case "find" -> find(run.command().arguments());
            case "systemctl" -> show(run.command().arguments());
            default -> new Answer(127, "", "command not found");
        };
    }

    private String port() {
        return org.ostler.configfile.KeyValueFile.value(files.get("/etc/libvirt/libvirtd.conf"), "tcp_port");
    }

    private Answer find(List<String> arguments) {
        if (!running) {
            return new Answer(1, "", "find: '/var/run/libvirtd.pid': No such file or directory\n");
        }
        StringBuilder newer = new StringBuilder();
        arguments.stream()
                .filter(word -> changed.getOrDefault(word, 0) > started)
                .forEach(word -> newer.append(word).append('\n'));
        return new Answer(1, newer.toString(), "find: '/etc/default/other': No such file or directory\n");
    }

    private Answer show(List<String> arguments) {
        if (!systemd) {
            return new Answer(127, "", "systemctl: command not found");
        }
        List<String> blocks = new ArrayList<>();
        for (String unit : arguments) {
            if (unit.equals(SERVICE)) {
                blocks.add(block(unit, running, false));
            } else if (LinuxFacts.LIBVIRTD_SOCKETS.contains(unit) || modular.contains(unit)) {
                blocks.add(block(unit, active.contains(unit), masked.contains(unit)));
            }
        }
        return Answer.of(String.join("\n", blocks));
    }

    private String block(String unit, boolean on, boolean hidden) {
        return "Id=" + unit + "\nLoadState=" + (hidden ? "masked" : "loaded") + "\nActiveState="
                + (on ? "active" : "inactive") + "\nUnitFileState="
                + (hidden ? "masked" : enabled.contains(unit) ? "enabled" : "disabled") + "\n";
    }

    void act(Action action) {
        now++;
        if (action instanceof Action.WriteFile write) {
            write.change()
                    .after()
                    .ifPresentOrElse(
                            text -> files.put(write.change().path(), text),
                            () -> files.remove(write.change().path()));
            changed.put(write.change().path(), now);
            return;
        }
        List<String> words = ((Action.RunCommand) action).command().arguments();
        commands.add(String.join(" ", words));
        if (words.get(0).equals("service")) {
            start();
            return;
        }
        words.subList(2, words.size()).forEach(unit -> systemctl(words.get(1), unit));
    }

    private void systemctl(String verb, String unit) {
        boolean service = unit.endsWith(".service");
        switch (verb) {
            case "stop" -> {
                active.remove(unit);
                running = running && !service;
                listening = listening && running;
            }
            case "enable" -> enabled.add(unit);
            case "disable" -> enabled.remove(unit);
            case "mask" -> masked.add(unit);
            case "unmask" -> masked.remove(unit);
            case "restart" -> start();
            case "start" -> {
                if (service) {
                    start();
                } else if (running || masked.contains(unit)) {
                    throw new IllegalStateException(unit + " cannot be started now");
                } else {
                    active.add(unit);
                }
            }
            default -> throw new IllegalStateException("no such verb: " + verb);
        }
    }

    private void start() {
        String arguments = files.entrySet().stream()
                .filter(file -> file.getKey().matches("/etc/(default|sysconfig)/libvirt.*"))
                .map(file -> org.ostler.configfile.KeyValueFile.value(file.getValue(), "LIBVIRTD_ARGS")
                        + org.ostler.configfile.KeyValueFile.value(file.getValue(), "libvirtd_opts"))
                .findFirst()
                .orElse("");
        boolean listen = arguments.contains("--listen") || arguments.matches(".*-l\\b.*");
        if (listen && !active.isEmpty()) {
            throw new IllegalStateException("--listen parameter not permitted with systemd activation sockets");
        }
        running = true;
        started = now;
        listening = listen
                && org.ostler.configfile.KeyValueFile.value(files.get("/etc/libvirt/libvirtd.conf"), "listen_tcp")
                        .equals("1");
    }

    Map<String, String> files() {
        return new TreeMap<>(files);
    }

    /** Everything but the files. */
    String state() {
        return "running " + running + ", listening " + listening + ", active " + active + ", masked " + masked
                + ", enabled " + enabled;
    }

    List<String> commands() {
        return List.copyOf(commands);
    }
}
