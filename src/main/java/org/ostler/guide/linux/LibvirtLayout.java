package org.ostler.guide.linux;

import java.util.Optional;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.OsRelease;
import org.ostler.procedure.Situation;

/** Where a distribution keeps libvirtd's arguments, under which name, and how it manages the service. */
public enum LibvirtLayout {
    /** EL 6: the manual's own case. */
    RED_HAT_SYSV("/etc/sysconfig/libvirtd", "LIBVIRTD_ARGS", "\"--listen\"", "libvirtd", false),
    RED_HAT("/etc/sysconfig/libvirtd", "LIBVIRTD_ARGS", "\"--listen\"", "libvirtd", true),
    /** Ubuntu 12.04 and 14.04: the manual's other case; {@code -d} makes a daemon, which upstart expects. */
    UBUNTU_UPSTART("/etc/default/libvirt-bin", "libvirtd_opts", "\"-d -l\"", "libvirt-bin", false),
    /** Ubuntu 16.04 to 20.04, Debian before 12: systemd forbids {@code -d}. */
    DEBIAN_OPTIONS("/etc/default/libvirtd", "libvirtd_opts", "\"-l\"", "libvirtd", true),
    /** Ubuntu 22.04, Debian 12 and newer: the unit reads the same name as Red Hat's. */
    DEBIAN_ARGUMENTS("/etc/default/libvirtd", "LIBVIRTD_ARGS", "\"--listen\"", "libvirtd", true);

    private final String argumentsFile;
    private final String argumentsKey;
    private final String argumentsValue;
    private final String service;
    private final boolean systemd;

    LibvirtLayout(String file, String key, String value, String service, boolean systemd) {
        this.argumentsFile = file;
        this.argumentsKey = key;
        this.argumentsValue = value;
        this.service = service;
        this.systemd = systemd;
    }

    public String argumentsFile() {
        return argumentsFile;
    }

    public String argumentsKey() {
        return argumentsKey;
    }

    public String argumentsValue() {
        return argumentsValue;
    }

    public String service() {
        return service;
    }

    public boolean hasSystemd() {
        return systemd;
    }

    public boolean isRedHat() {
        return this == RED_HAT_SYSV || this == RED_HAT;
    }

    /** @throws Fact.Unreadable when it cannot be told */
    public static OsRelease system(Situation situation) {
        return situation
                .known(LinuxFacts.OS_RELEASE)
                .or(() -> situation.known(LinuxFacts.REDHAT_RELEASE))
                .orElseThrow(() -> new Fact.Unreadable("neither /etc/os-release nor /etc/redhat-release tells"));
    }

    /** @throws Fact.Unreadable for a distribution that the manual does not know */
    public static LibvirtLayout of(Situation situation) {
        OsRelease system = system(situation);
        return switch (system.family()) {
            case RED_HAT -> system.major() <= 6 ? RED_HAT_SYSV : RED_HAT;
            case DEBIAN -> debian(system);
            case OTHER -> throw new Fact.Unreadable("not a distribution that this guide knows: " + system.name());
        };
    }

    private static LibvirtLayout debian(OsRelease system) {
        boolean ubuntu = system.id().equals("ubuntu");
        if (ubuntu && system.major() < 16) {
            return UBUNTU_UPSTART;
        }
        return system.major() >= (ubuntu ? 22 : 12) && system.major() != 0 ? DEBIAN_ARGUMENTS : DEBIAN_OPTIONS;
    }

    /** Where clients would else talk to the modular daemons instead of libvirtd. */
    public static boolean clientsNeedLegacyMode(Situation situation) {
        OsRelease system = system(situation);
        return switch (system.family()) {
            case RED_HAT -> system.major() >= 9;
            case DEBIAN -> system.id().equals("ubuntu") && system.major() >= 24;
            case OTHER -> false;
        };
    }

    public static Optional<LibvirtLayout> known(Situation situation) {
        try {
            return Optional.of(of(situation));
        } catch (Fact.Unreadable unknown) {
            return Optional.empty();
        }
    }
}
