package org.ostler.lab;

import java.io.IOException;

/** The package tools of a simulated Linux host, as far as they tell what is newer elsewhere. */
final class PackagePrograms {
    /** yum's way to say that there are updates. */
    private static final int UPDATES = 100;

    private PackagePrograms() {}

    static void installOn(ServiceHost host, LinuxFlavor flavor) {
        String tool = flavor.isRedHat() ? "yum" : "apt-get";
        Program other = host.program(tool).orElse(call -> {
            call.complain("E: this host of the practice lab installs nothing");
            return 1;
        });
        host.install(tool, call -> {
            boolean looks = flavor.isRedHat() ? call.arguments().contains("check-update") : call.has('s');
            return !looks ? other.run(call) : flavor.isRedHat() ? yum(call, flavor) : apt(call, flavor);
        });
    }

    /** Debian's host has an update waiting, so that a rehearsal shows what that looks like. */
    private static int apt(Invocation call, LinuxFlavor flavor) throws IOException {
        boolean waiting = flavor == LinuxFlavor.DEBIAN_12;
        call.print("""
                Reading package lists...
                Building dependency tree...
                Reading state information...
                Calculating upgrade...
                %d upgraded, 0 newly installed, 0 to remove and 0 not upgraded.
                """.formatted(waiting ? 1 : 0));
        if (waiting) {
            call.print("""
                    Inst openssh-server [1:9.2p1-2+deb12u2] (1:9.2p1-2+deb12u3 Debian:12.6/stable [amd64])
                    Conf openssh-server (1:9.2p1-2+deb12u3 Debian:12.6/stable [amd64])
                    """);
        }
        return 0;
    }

    private static int yum(Invocation call, LinuxFlavor flavor) throws IOException {
        if (!flavor.isOld()) {
            return 0;
        }
        call.print("""

                bash.x86_64                       4.1.2-48.el6              base
                kernel.x86_64                     2.6.32-754.35.1.el6       updates
                """);
        return UPDATES;
    }
}
