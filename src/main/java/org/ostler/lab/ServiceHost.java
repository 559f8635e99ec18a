package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A simulated Linux host with services: they end when it goes down and come back as they are enabled. */
final class ServiceHost extends LabHost {
    private final Systemd systemd = new Systemd(files());

    ServiceHost(String name, LabClock clock) {
        super(name, clock);
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
