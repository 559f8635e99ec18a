package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A simulated Linux host with services: they end when it goes down and come back as they are enabled. */
final class ServiceHost extends LabHost {
    private final Systemd systemd = new Systemd(files());
    private final String kernel;

    ServiceHost(String name, LabClock clock) {
        this(name, clock, "6.1.0-18-amd64");
    }

    /** @param kernel as {@code uname -r} says */
    ServiceHost(String name, LabClock clock, String kernel) {
        super(name, clock);
        this.kernel = kernel;
    }

    @Override
    protected String kernel() {
        return kernel;
    }

    Systemd systemd() {
        return systemd;
    }

    @Override
    protected void wentDown() {
        systemd.down();
    }

    @Override
    protected void comingUp() throws InterruptedException {
        systemd.boot();
    }

    @Override
    ObjectNode save() {
        ObjectNode saved = super.save();
        saved.set("units", systemd.save());
        return saved;
    }

    @Override
    void restore(JsonNode saved) {
        super.restore(saved);
        try {
            systemd.restore(saved.path("units"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
