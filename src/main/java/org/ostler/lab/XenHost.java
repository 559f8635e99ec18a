package org.ostler.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A XenServer host: what the technician can do to it, and what is installed on it. */
final class XenHost extends LabHost {
    private static final Duration INSTALLATION = Duration.ofMinutes(4);

    /** The toolstack answers some time after SSH does. */
    private static final Duration TOOLSTACK_START = Duration.ofSeconds(20);

    /** What {@code xe host-reboot} returns before it happens; real hosts take some seconds to stop their services. */
    private static final Duration GOING_DOWN = Duration.ofSeconds(10);

    /** Less would cut the answer of the very command that asked for it, also where time runs fast. */
    private static final Duration AT_LEAST = Duration.ofMillis(400);

    private final XenPool pool;
    private volatile XenVersion version;
    private volatile Optional<XenVersion> installer = Optional.empty();
    private volatile Instant toolstackFrom = Instant.EPOCH;
    private volatile boolean waitsForInstaller;

    XenHost(String name, LabClock clock, XenVersion version, XenPool pool) {
        super(name, clock);
        this.version = version;
        this.pool = pool;
    }

    XenVersion version() {
        return version;
    }

    void version(XenVersion installed) {
        version = installed;
    }

    /** The medium in its drive: the next boot installs this version. */
    Optional<XenVersion> installer() {
        return installer;
    }

    /**
     * The technician puts a medium in. A host that was rebooted for its upgrade and stands empty since then boots
     * from it at once, as the technician sits before it; any other installs at its next boot.
     */
    void insertInstaller(XenVersion medium) {
        installer = Optional.of(medium);
        if (isUp()
                && waitsForInstaller
                && pool.machines().runningOn(pool.record(this)).isEmpty()) {
            waitsForInstaller = false;
            reboot();
        }
        pool.changed();
    }

    void ejectInstaller() {
        installer = Optional.empty();
        pool.changed();
    }

    boolean waitsForInstaller() {
        return waitsForInstaller;
    }

    void state(Optional<XenVersion> medium, boolean waits) {
        installer = medium;
        waitsForInstaller = waits;
    }

    /** Whether xapi runs here and answers. */
    boolean toolstackRuns() {
        return isUp() && !clock().now().isBefore(toolstackFrom);
    }

    void rebootSoon() {
        centre().background(name() + " goes down", () -> {
            pauseBeforeGoingDown();
            waitsForInstaller = installer.isEmpty();
            reboot();
        });
    }

    void powerOffSoon() {
        centre().background(name() + " goes down", () -> {
            pauseBeforeGoingDown();
            powerOff();
        });
    }

    private void pauseBeforeGoingDown() throws InterruptedException {
        clock().pauseAtLeast(GOING_DOWN, AT_LEAST);
    }

    @Override
    protected void wentDown() {
        pool.wentDown(this);
    }

    @Override
    protected void comingUp() throws InterruptedException {
        Optional<XenVersion> medium = installer;
        if (medium.isPresent()) {
            clock().pause(INSTALLATION);
            version = medium.get();
            installer = Optional.empty();
            waitsForInstaller = false;
            pool.installed(this);
            centre().renewHostKeys();
        }
    }

    @Override
    protected void cameUp() {
        toolstackFrom = clock().now().plus(clock().shortened(TOOLSTACK_START));
        pool.cameUp(this);
    }

    @Override
    protected String kernel() {
        return version.linux();
    }

    @Override
    protected String machine() {
        return "i686";
    }

    @Override
    protected String sshVersion() {
        return "4.3";
    }
}
