package org.ostler.lab;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code systemctl} of systemd 252: the verbs that guides use, with their silence, words and exit statuses. */
final class SystemctlProgram implements Program {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "EEE yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Systemd systemd;

    SystemctlProgram(Systemd systemd) {
        this.systemd = systemd;
    }

    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        boolean value = false;
        boolean now = false;
        boolean quiet = false;
        List<String> arguments = call.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("-p") || word.equals("--property")) {
                i++;
                properties.addAll(
                        i < arguments.size() ? List.of(arguments.get(i).split(",")) : List.of());
            } else if (word.startsWith("--property=") || word.startsWith("-p")) {
                properties.addAll(
                        List.of(word.replaceFirst("^(--property=|-p)", "").split(",")));
            } else if (word.equals("--value")) {
                value = true;
            } else if (word.equals("--now")) {
                now = true;
            } else if (word.equals("--quiet") || word.equals("-q")) {
                quiet = true;
            } else if (word.equals("--version")) {
                call.println("systemd 252 (252.22)");
                return 0;
            } else if (!word.startsWith("-")) {
                words.add(word);
            }
        }
        String verb = words.isEmpty() ? "list-units" : words.remove(0);
        return switch (verb) {
            case "is-active", "is-failed" -> isActive(call, verb, words, quiet);
            case "is-enabled" -> isEnabled(call, words, quiet);
            case "show" -> show(call, words, properties, value);
            case "status" -> status(call, words);
            case "cat" -> cat(call, words);
            case "list-units" -> arguments.contains("--state=running") ? running(call) : list(call, words);
            case "list-unit-files", "list-sockets" -> list(call, words);
            case "daemon-reload", "daemon-reexec", "reset-failed" -> 0;
            default -> change(call, verb, words, now);
        };
    }

    private int change(Invocation call, String verb, List<String> names, boolean now)
            throws IOException, InterruptedException {
        int exit = 0;
        for (String name : names) {
            Optional<SystemdUnit> unit = systemd.unit(name);
            if (unit.isEmpty()) {
                exit = unknown(call, verb, Systemd.fullName(name));
                continue;
            }
            int one = change(call, verb, unit.get());
            if (one == 0 && now && (verb.equals("enable") || verb.equals("disable") || verb.equals("mask"))) {
                one = verb.equals("enable") ? start(call, unit.get()) : stop(call, unit.get());
            }
            exit = Math.max(exit, one);
        }
        return exit;
    }

    private int change(Invocation call, String verb, SystemdUnit unit) throws IOException, InterruptedException {
        return switch (verb) {
            case "start" -> start(call, unit);
            case "stop" -> stop(call, unit);
            case "restart", "reload-or-restart" -> restart(call, unit);
            case "try-restart", "condrestart" -> unit.isActive() ? restart(call, unit) : 0;
            case "reload" -> unit.isActive() ? 0 : notActive(call, unit);
            case "mask" -> mask(call, unit);
            case "unmask" -> unmask(call, unit);
            case "enable" -> enable(call, unit, true);
            case "disable" -> enable(call, unit, false);
            default -> {
                call.complain("Unknown command verb " + verb + ".");
                yield 1;
            }
        };
    }

    private static int unknown(Invocation call, String verb, String name) throws IOException {
        switch (verb) {
            case "start", "restart", "reload", "reload-or-restart", "try-restart" -> {
                call.complain("Failed to " + verb + " " + name + ": Unit " + name + " not found.");
                return 5;
            }
            case "stop" -> {
                call.complain("Failed to stop " + name + ": Unit " + name + " not loaded.");
                return 5;
            }
            case "mask" -> {
                call.complain("Unit " + name + " does not exist, proceeding anyway.");
                call.host().files().link(Systemd.DIRECTORY + name, "/dev/null");
                call.complain("Created symlink " + Systemd.DIRECTORY + name + " → /dev/null.");
                return 0;
            }
            case "unmask" -> {
                call.host().files().remove(Systemd.DIRECTORY + name);
                return 0;
            }
            default -> {
                call.complain("Failed to " + verb + " unit: Unit file " + name + " does not exist.");
                return 1;
            }
        }
    }

    private static int notActive(Invocation call, SystemdUnit unit) throws IOException {
        call.complain(unit.name + " is not active, cannot reload.");
        return 1;
    }

    private int restart(Invocation call, SystemdUnit unit) throws IOException, InterruptedException {
        if (systemd.isMasked(unit)) {
            call.complain("Failed to restart " + unit.name + ": Unit " + unit.name + " is masked.");
            return 1;
        }
        systemd.stop(unit);
        return start(call, unit);
    }

    private int start(Invocation call, SystemdUnit unit) throws IOException, InterruptedException {
        if (systemd.isMasked(unit)) {
            call.complain("Failed to start " + unit.name + ": Unit " + unit.name + " is masked.");
            return 1;
        }
        if (systemd.start(unit)) {
            return 0;
        }
        call.complain("Job for " + unit.name + " failed because the control process exited with error code.");
        call.complain(
                "See \"systemctl status " + unit.name + "\" and \"journalctl -xeu " + unit.name + "\" for details.");
        return 1;
    }

    private int stop(Invocation call, SystemdUnit unit) throws IOException {
        List<SystemdUnit> sockets = unit.isSocket() ? List.of() : systemd.activeSocketsOf(unit);
        systemd.stop(unit);
        if (!sockets.isEmpty()) {
            call.complain("Warning: Stopping " + unit.name + ", but it can still be activated by:");
            for (SystemdUnit socket : sockets) {
                call.complain("  " + socket.name);
            }
        }
        return 0;
    }

    private int mask(Invocation call, SystemdUnit unit) throws IOException {
        if (!systemd.isMasked(unit)) {
            call.host().files().link(Systemd.DIRECTORY + unit.name, "/dev/null");
            call.complain("Created symlink " + Systemd.DIRECTORY + unit.name + " → /dev/null.");
        }
        return 0;
    }

    private int unmask(Invocation call, SystemdUnit unit) throws IOException {
        if (systemd.isMasked(unit)) {
            call.host().files().remove(Systemd.DIRECTORY + unit.name);
            call.complain("Removed \"" + Systemd.DIRECTORY + unit.name + "\".");
        }
        return 0;
    }

    private static int enable(Invocation call, SystemdUnit unit, boolean enable) throws IOException {
        if (unit.enabled != enable) {
            unit.enabled = enable;
            String wants = (unit.isSocket() ? "sockets" : "multi-user") + ".target.wants/";
            String link = Systemd.DIRECTORY + wants + unit.name;
            call.complain(
                    enable
                            ? "Created symlink " + link + " → /lib/systemd/system/" + unit.name + "."
                            : "Removed \"" + link + "\".");
        }
        return 0;
    }

    private int isActive(Invocation call, String verb, List<String> names, boolean quiet) throws IOException {
        boolean any = false;
        for (String name : names) {
            String state = systemd.unit(name).map(unit -> unit.active).orElse("inactive");
            any |= state.equals(verb.equals("is-active") ? "active" : "failed");
            if (!quiet) {
                call.println(state);
            }
        }
        return any ? 0 : verb.equals("is-active") ? 3 : 1;
    }

    private int isEnabled(Invocation call, List<String> names, boolean quiet) throws IOException {
        boolean any = false;
        for (String name : names) {
            Optional<SystemdUnit> unit = systemd.unit(name);
            if (unit.isEmpty()) {
                call.complain(
                        "Failed to get unit file state for " + Systemd.fullName(name) + ": No such file or directory");
                continue;
            }
            String state = fileState(unit.get());
            any |= state.equals("enabled");
            if (!quiet) {
                call.println(state);
            }
        }
        return any ? 0 : 1;
    }

    private String fileState(SystemdUnit unit) {
        return systemd.isMasked(unit) ? "masked" : unit.enabled ? "enabled" : "disabled";
    }

    private int show(Invocation call, List<String> names, List<String> wanted, boolean valueOnly) throws IOException {
        List<String> blocks = new ArrayList<>();
        for (String name : names) {
            StringBuilder block = new StringBuilder();
            List<String> keys = wanted.isEmpty()
                    ? List.of("Id", "LoadState", "ActiveState", "SubState", "UnitFileState", "MainPID", "Result")
                    : wanted;
            for (String key : keys) {
                property(name, key).ifPresent(text -> block.append(valueOnly ? text : key + "=" + text)
                        .append('\n'));
            }
            blocks.add(block.toString());
        }
        call.print(String.join("\n", blocks));
        return 0;
    }

    private Optional<String> property(String name, String key) {
        String full = Systemd.fullName(name);
        SystemdUnit unit = systemd.unit(name).orElseGet(() -> SystemdUnit.of(full, full, false));
        boolean known = systemd.unit(name).isPresent();
        return switch (key) {
            case "Id", "Names" -> Optional.of(full);
            case "Description" -> Optional.of(unit.description);
            case "LoadState" -> Optional.of(!known ? "not-found" : systemd.isMasked(unit) ? "masked" : "loaded");
            case "ActiveState" -> Optional.of(unit.active);
            case "SubState" -> Optional.of(unit.subState());
            case "UnitFileState" -> Optional.of(known ? fileState(unit) : "");
            case "MainPID", "ExecMainPID" -> Optional.of(Integer.toString(unit.pid));
            case "Result" -> Optional.of(unit.result);
            case "NeedDaemonReload" -> Optional.of("no");
            case "FragmentPath" ->
                Optional.of(!known ? "" : systemd.isMasked(unit) ? "/dev/null" : "/lib/systemd/system/" + full);
            case "ActiveEnterTimestamp", "ExecMainStartTimestamp" ->
                Optional.of(unit.isActive() ? TIMESTAMP.format(Instant.ofEpochMilli(unit.since)) : "");
            case "StateChangeTimestamp" ->
                Optional.of(unit.since == 0 ? "" : TIMESTAMP.format(Instant.ofEpochMilli(unit.since)));
            case "ActiveEnterTimestampMonotonic", "ExecMainStartTimestampMonotonic" ->
                Optional.of(Long.toString(unit.isActive() ? unit.since * 1000 % 1_000_000_000_000L : 0));
            default -> Optional.empty();
        };
    }

    private int status(Invocation call, List<String> names) throws IOException {
        int exit = 0;
        for (String name : names) {
            Optional<SystemdUnit> found = systemd.unit(name);
            if (found.isEmpty()) {
                call.complain("Unit " + Systemd.fullName(name) + " could not be found.");
                return 4;
            }
            SystemdUnit unit = found.get();
            call.println("● " + unit.name + " - " + unit.description);
            call.println("     Loaded: loaded (/lib/systemd/system/" + unit.name + "; " + fileState(unit) + ")");
            call.println("     Active: " + unit.active + " (" + unit.subState() + ")");
            exit = unit.isActive() ? exit : 3;
        }
        return exit;
    }

    private int cat(Invocation call, List<String> names) throws IOException {
        for (String name : names) {
            Optional<SystemdUnit> unit = systemd.unit(name);
            if (unit.isEmpty()) {
                call.complain("No files found for " + Systemd.fullName(name) + ".");
                return 1;
            }
            call.println("# /lib/systemd/system/" + unit.get().name);
            call.println("[Unit]");
            call.println("Description=" + unit.get().description);
        }
        return 0;
    }

    /** As {@code --type=service --no-legend} prints them. */
    private int running(Invocation call) throws IOException {
        for (SystemdUnit unit : systemd.units()) {
            if (unit.isActive() && unit.name.endsWith(".service")) {
                call.println(
                        String.format(Locale.ROOT, "  %-28s loaded active running %s", unit.name, unit.description));
            }
        }
        return 0;
    }

    private int list(Invocation call, List<String> patterns) throws IOException {
        int count = 0;
        call.println("UNIT FILE                      STATE    PRESET");
        for (SystemdUnit unit : systemd.units()) {
            if (patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, unit.name))) {
                count++;
                call.println(String.format(Locale.ROOT, "%-30s %-8s enabled", unit.name, fileState(unit)));
            }
        }
        call.println("");
        call.println(count + " unit files listed.");
        return 0;
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(pattern.replace(".", "\\.").replace("*", ".*").replace("?", "."));
    }
}
