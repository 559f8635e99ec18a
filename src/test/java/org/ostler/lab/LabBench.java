package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The pool without its SSH and HTTP doors: a shell on any host, time a thousand times faster. */
final class LabBench implements AutoCloseable {
    private final XenPool pool = new XenPool();
    private final DataCentre centre;

    LabBench(Path directory, LabSettings.Scenario scenario) throws IOException {
        this(directory, scenario, 1000);
    }

    LabBench(Path directory, LabSettings.Scenario scenario, double speed) throws IOException {
        centre = new DataCentre(new LabSettings(directory, false, speed, scenario, 0), List.of(pool));
        centre.start();
    }

    XenPool pool() {
        return pool;
    }

    DataCentre centre() {
        return centre;
    }

    LabVisit.Said run(String host, String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            int exit =
                    new HostShell(centre.host(host), "test").run(line, new ByteArrayInputStream(new byte[0]), out, err);
            return new LabVisit.Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    String xe(String host, String words) {
        LabVisit.Said said = run(host, "xe " + words);
        if (said.exit() != 0) {
            throw new AssertionError("xe " + words + ": " + said.err());
        }
        return said.out();
    }

    /** The one value of a minimal list. */
    String uuid(String list) {
        return xe("xs1", list + " --minimal").strip();
    }

    String vm(String instance) {
        return uuid("vm-list name-label=" + instance);
    }

    String host(String name) {
        return uuid("host-list name-label=" + name);
    }

    @Override
    public void close() {
        centre.close();
    }
}
