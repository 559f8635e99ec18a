package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A simulated Linux host with services: they end when it goes down and come back as they are enabled. */
final class ServiceHost extends LabHost {
    private final Systemd systemd = new Systemd(files());
    private final String kernel;
    private final LabLinks links = new LabLinks(this);
    private Optional<LabGuard> guard = Optional.empty();
    private boolean networked;
    private Runnable network = () -> {};

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

    /** What its kernel knows of the network. */
    LabLinks links() {
        return links;
    }

    /** @param start what brings its network up at a boot; without one it is always reached */
    void network(Runnable start) {
        network = start;
        networked = true;
    }

    void guard(LabGuard ours) {
        guard = Optional.of(ours);
    }

    @Override
    boolean isReachable() {
        return !networked || links.reaches();
    }

    @Override
    protected void wentDown() {
        systemd.down();
    }

    @Override
    protected void comingUp() throws InterruptedException {
        guard.ifPresent(LabGuard::boot);
        network.run();
        systemd.boot();
    }

    @Override
    ObjectNode save() {
        ObjectNode saved = super.save();
        saved.set("units", systemd.save());
        saved.set("network", links.save());
        return saved;
    }

    @Override
    void restore(JsonNode saved) {
        super.restore(saved);
        links.restore(saved.path("network"));
        try {
            systemd.restore(saved.path("units"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A countdown under way goes on after a restart of the lab. */
    @Override
    void resume() {
        super.resume();
        guard.ifPresent(LabGuard::resume);
    }
}
