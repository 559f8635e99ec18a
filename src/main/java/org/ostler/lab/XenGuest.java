package org.ostler.lab;

import java.util.List;

/**
 * A virtual machine as the estate is born with it; CloudStack and xapi both tell of it, joined by the instance name.
 *
 * @param instance CloudStack's instance name, which is xapi's name-label
 * @param display what its owner calls it
 * @param osType CloudStack's name of its operating system
 * @param owner account, or project when {@code project}
 * @param host where it runs; empty for a stopped one
 */
record XenGuest(
        String instance,
        String display,
        Kind kind,
        String osType,
        String owner,
        boolean project,
        Virtualisation virtualisation,
        int memoryMib,
        String host,
        Quirk quirk) {
    enum Kind {
        USER,
        ROUTER,
        SECONDARY_STORAGE,
        CONSOLE_PROXY
    }

    enum Virtualisation {
        PV,
        HVM
    }

    /** What makes this one interesting in an upgrade. */
    enum Quirk {
        NONE,
        /** A CD is in the drive, which gives it out. */
        CD,
        /** A CD is in the drive and the guest has locked the tray. */
        LOCKED_TRAY,
        /** xapi has not seen PV drivers. For a PV guest make_migratable.sh helps, for an HVM one nothing does. */
        NO_DRIVERS,
        /** Pinned: its disk lies on the local storage of its host. */
        LOCAL_DISK
    }

    boolean isRunning() {
        return !host.isEmpty();
    }

    static final List<XenGuest> ALL = List.of(
            pv("i-2-3-VM", "web01", "CentOS 5.6 (64-bit)", "acme", 1024, "xs1"),
            pv("i-2-4-VM", "web02", "CentOS 5.7 (32-bit)", "acme", 1024, "xs2"),
            pv("i-2-5-VM", "db01", "Red Hat Enterprise Linux 5.7 (64-bit)", "acme", 4096, "xs1"),
            hvm("i-2-6-VM", "mail01", "Windows Server 2008 R2 (64-bit)", 4096, "xs2", Quirk.LOCKED_TRAY),
            hvm("i-2-7-VM", "files01", "Windows 7 (64-bit)", 2048, "xs1", Quirk.CD),
            pv("i-2-8-VM", "build01", "CentOS 5.6 (32-bit)", "acme", 1024, "xs1")
                    .with(Quirk.NO_DRIVERS),
            hvm("i-2-9-VM", "legacy01", "Windows Server 2003 Standard Edition(32-bit)", 1024, "xs2", Quirk.NO_DRIVERS),
            pv("i-4-12-VM", "ledger01", "Debian GNU/Linux 6(64-bit)", "globex", 1024, "xs3")
                    .with(Quirk.LOCAL_DISK),
            pv("i-4-13-VM", "test01", "Oracle Enterprise Linux 5.6 (64-bit)", "globex", 512, ""),
            pv("i-4-14-VM", "ci01", "Ubuntu 10.04 (64-bit)", "globex", 2048, "xs3"),
            new XenGuest(
                    "i-7-21-VM",
                    "apollo-api",
                    Kind.USER,
                    "Debian GNU/Linux 6(64-bit)",
                    "apollo",
                    true,
                    Virtualisation.PV,
                    1024,
                    "xs2",
                    Quirk.NONE),
            system("r-10-VM", Kind.ROUTER, 128, "xs1"),
            system("s-1-VM", Kind.SECONDARY_STORAGE, 256, "xs2"),
            system("v-2-VM", Kind.CONSOLE_PROXY, 1024, "xs3"));

    private static XenGuest pv(String instance, String display, String osType, String owner, int memory, String host) {
        return new XenGuest(
                instance, display, Kind.USER, osType, owner, false, Virtualisation.PV, memory, host, Quirk.NONE);
    }

    private static XenGuest hvm(String instance, String display, String osType, int memory, String host, Quirk quirk) {
        return new XenGuest(
                instance, display, Kind.USER, osType, "acme", false, Virtualisation.HVM, memory, host, quirk);
    }

    private static XenGuest system(String instance, Kind kind, int memory, String host) {
        return new XenGuest(
                instance,
                instance,
                kind,
                "Debian GNU/Linux 5.0 (32-bit)",
                "system",
                false,
                Virtualisation.PV,
                memory,
                host,
                Quirk.NONE);
    }

    private XenGuest with(Quirk other) {
        return new XenGuest(instance, display, kind, osType, owner, project, virtualisation, memoryMib, host, other);
    }
}
