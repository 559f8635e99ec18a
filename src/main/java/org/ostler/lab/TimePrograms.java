package org.ostler.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Time services of a simulated Linux host: their units, and the programs that say whether the clock is in sync. */
final class TimePrograms {
    /** A real chronyd with iburst needs about this long. */
    private static final Duration UNTIL_IN_SYNC = Duration.ofSeconds(6);

    private static final String CHRONY_PID = "/var/run/chrony/chronyd.pid";

    private final ServiceHost host;
    private final boolean redHat;

    private TimePrograms(ServiceHost host, boolean redHat) {
        this.host = host;
        this.redHat = redHat;
    }

    static void installOn(ServiceHost host, LinuxFlavor flavor, LabPackages packages) {
        boolean redHat = flavor.isRedHat();
        TimePrograms programs = new TimePrograms(host, redHat);
        boolean old = !flavor.hasSystemd();
        if (old) {
            String ntp = redHat ? "ntpd" : "ntp";
            programs.daemon(packages, "ntp", "4.2.6p5-15.el6", ntp, "/etc/ntp.conf", "/var/run/ntpd.pid", false);
            if (!redHat) {
                programs.daemon(packages, "openntpd", "20080406p-3", "openntpd", "/etc/openntpd/ntpd.conf", "", false);
            }
            host.install("ntpq", programs::ntpq);
            return;
        }
        host.install("chronyc", call -> programs.chronyc(call, redHat ? "chronyd" : "chrony"));
        if (redHat) {
            programs.daemon(packages, "chrony", "4.5-1.el9", "chronyd", "/etc/chrony.conf", CHRONY_PID, true);
        } else {
            host.systemd()
                    .add(
                            SystemdUnit.of("systemd-timesyncd.service", "Network Time Synchronization", true),
                            unit -> Optional.empty());
            packages.has("systemd-timesyncd", "252.22-1~deb12u1")
                    .offer(new LabPackages.Offer(
                            "systemd-timesyncd",
                            "252.22-1~deb12u1",
                            there -> show(there, "systemd-timesyncd.service", true),
                            gone -> show(gone, "systemd-timesyncd.service", false)));
            programs.daemon(
                    packages, "chrony", "4.3-2+deb12u1", "chrony", "/etc/chrony/chrony.conf", CHRONY_PID, false);
        }
    }

    private static void show(ServiceHost host, String unit, boolean there) {
        host.systemd().known(unit).ifPresent(found -> {
            if (!there) {
                host.systemd().stop(found);
            }
            found.absent = !there;
            found.enabled = there;
        });
    }

    /** @param usual whether a fresh host has it */
    private void daemon(
            LabPackages packages, String name, String version, String unit, String file, String pid, boolean usual) {
        String full = unit + ".service";
        SystemdUnit daemon = SystemdUnit.of(full, name, usual);
        daemon.absent = !usual;
        host.systemd().add(daemon, started -> {
            if (!pid.isEmpty()) {
                host.files().write(pid, "1187\n");
            }
            return Optional.empty();
        });
        packages.offer(new LabPackages.Offer(
                name,
                version,
                there -> {
                    show(there, full, true);
                    there.files().write(file, "pool 2.pool.ntp.org iburst\ndriftfile /var/lib/chrony/drift\n");
                    packages.displace("systemd-timesyncd");
                    startsWithItsPackage(there, full);
                },
                gone -> show(gone, full, false)));
        if (usual) {
            packages.has(name, version);
            host.files().write(file, "pool 2.rocky.pool.ntp.org iburst\ndriftfile /var/lib/chrony/drift\n");
        }
    }

    /** Debian's packages start what they bring; Red Hat's do not, and leave it off at boot. */
    private void startsWithItsPackage(ServiceHost there, String full) {
        if (redHat) {
            there.systemd().unit(full).ifPresent(unit -> unit.enabled = false);
            return;
        }
        try {
            there.systemd().start(there.systemd().unit(full).orElseThrow());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isInSync(String unit) {
        return host.systemd()
                .unit(unit)
                .filter(SystemdUnit::isActive)
                .filter(found -> host.clock().now().toEpochMilli()
                        > found.since + host.clock().shortened(UNTIL_IN_SYNC).toMillis())
                .isPresent();
    }

    private int chronyc(Invocation call, String unit) throws IOException {
        if (host.systemd().unit(unit).isEmpty()) {
            call.complain("bash: chronyc: command not found");
            return 127;
        }
        if (host.systemd().unit(unit).filter(SystemdUnit::isActive).isEmpty()) {
            call.println("506 Cannot talk to daemon");
            return 1;
        }
        boolean sync = isInSync(unit);
        call.print("Reference ID    : " + (sync ? "C0000201 (192.0.2.1)" : "00000000 ()") + "\nStratum         : "
                + (sync ? 3 : 0) + "\nRef time (UTC)  : Thu Nov 22 12:00:00 2012\n"
                + "System time     : 0.000012153 seconds fast of NTP time\n"
                + "Leap status     : " + (sync ? "Normal" : "Not synchronised") + "\n");
        return 0;
    }

    private int ntpq(Invocation call) throws IOException {
        Optional<String> running = java.util.stream.Stream.of("ntpd", "ntp")
                .filter(unit ->
                        host.systemd().unit(unit).filter(SystemdUnit::isActive).isPresent())
                .findFirst();
        if (running.isEmpty()) {
            call.complain("ntpq: read: Connection refused");
            return 1;
        }
        call.println("     remote           refid      st t when poll reach   delay   offset  jitter");
        call.println("==============================================================================");
        call.println((isInSync(running.get()) ? "*" : " ")
                + "192.0.2.1       192.0.2.2        2 u    3   64    1    0.215    0.012   0.004");
        return 0;
    }
}
