package org.ostler.guide.linux;

import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Trouble;

/** What must be true of libvirt before it is configured, and what is known to go wrong. */
final class LibvirtChecks {
    private static final int LARGEST_PORT = 65_535;

    private LibvirtChecks() {}

    static Check distribution() {
        return new Check(
                "known-distribution",
                "the distribution is one whose files this guide knows",
                "Use Red Hat Enterprise Linux or a relative of it, Ubuntu or Debian.",
                situation -> {
                    String name = LibvirtLayout.system(situation).name();
                    return LibvirtLayout.known(situation).isPresent() ? Finding.pass(name) : Finding.fail(name);
                });
    }

    static Check version(RequiredVersions limits) {
        return new Check(
                "libvirt-version",
                "libvirt is " + limits.libvirt() + " or newer",
                "Update libvirt, or the distribution.",
                situation -> {
                    if (!LibvirtPackages.isThere(situation)) {
                        return Finding.warn("libvirt is not installed yet; this guide installs it");
                    }
                    String version = situation.fact(LinuxFacts.LIBVIRTD_VERSION);
                    return LibvirtPackages.isNewEnough(situation, limits)
                            ? Finding.pass("libvirt " + version)
                            : Finding.fail("libvirt " + version + " is older than " + limits.libvirt());
                });
    }

    static Check port(Settings settings) {
        return new Check(
                "tcp-port",
                "the TCP port is one",
                "Choose a number from 1 to 65535; CloudStack expects 16509.",
                situation -> {
                    int port = settings.number(LibvirtSettings.TCP_PORT);
                    return port >= 1 && port <= LARGEST_PORT
                            ? Finding.pass("port " + port)
                            : Finding.fail(port + " is no port");
                });
    }

    static Trouble activationSockets() {
        return Trouble.of(
                "activation-sockets",
                "--listen parameter not permitted with systemd activation sockets",
                "A socket of libvirtd is active again, often after a package was updated. Roll back to or retry the"
                        + " step that masks them, then this one.");
    }
}
