package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;

/** One unit of a simulated host's systemd, as stored between starts of the lab. What is masked is a link in the files. */
final class SystemdUnit {
    String name = "";
    String description = "";
    boolean enabled;
    /** Its package is not installed. */
    boolean absent;

    String active = "inactive";
    String result = "success";
    int pid;
    /** When it entered its present state, in milliseconds since 1970; 0 for never. */
    long since;

    /** What it listens on since its last start. */
    List<Integer> ports = new ArrayList<>();
    /** The arguments of its last start. */
    String arguments = "";

    static SystemdUnit of(String name, String description, boolean enabled) {
        SystemdUnit unit = new SystemdUnit();
        unit.name = name;
        unit.description = description;
        unit.enabled = enabled;
        return unit;
    }

    boolean isActive() {
        return active.equals("active");
    }

    boolean isSocket() {
        return name.endsWith(".socket");
    }

    void enter(String state) {
        active = state;
        since = System.currentTimeMillis();
    }

    String subState() {
        return switch (active) {
            case "active" -> isSocket() ? "listening" : "running";
            case "activating" -> "start";
            case "failed" -> "failed";
            default -> "dead";
        };
    }
}
