package org.ostler.lab;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A simulated host: a name, files, programs, an uptime. What makes it XenServer or Debian are its programs. */
class LabHost {
    private final String name;
    private final LabClock clock;
    private final LabFileSystem files = new LabFileSystem();
    private final Map<String, Program> programs = new TreeMap<>();
    private volatile UUID bootId = UUID.randomUUID();

    LabHost(String name, LabClock clock) {
        this.name = name;
        this.clock = clock;
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

    UUID bootId() {
        return bootId;
    }

    void bootId(UUID id) {
        bootId = id;
    }

    /** Installs a program under its plain name or an absolute path. */
    void install(String path, Program program) {
        programs.put(path, program);
    }

    Optional<Program> program(String word) {
        Program exact = programs.get(word);
        return exact != null || !word.startsWith("/")
                ? Optional.ofNullable(exact)
                : Optional.ofNullable(programs.get(word.substring(word.lastIndexOf('/') + 1)));
    }
}
