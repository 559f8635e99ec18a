package org.ostler.lab;

/** The distributions of the lab's Linux hosts, as far as libvirt is concerned. */
enum LinuxFlavor {
    DEBIAN_12("9.0.0", "/etc/default/libvirtd", true),
    EL_9("10.0.0", "/etc/sysconfig/libvirtd", true),
    EL_6("0.10.2", "/etc/sysconfig/libvirtd", false);

    private final String libvirt;
    private final String argumentsFile;
    private final boolean systemd;

    LinuxFlavor(String libvirt, String argumentsFile, boolean systemd) {
        this.libvirt = libvirt;
        this.argumentsFile = argumentsFile;
        this.systemd = systemd;
    }

    String libvirt() {
        return libvirt;
    }

    /** Where the arguments of the daemon are set. */
    String argumentsFile() {
        return argumentsFile;
    }

    boolean hasSystemd() {
        return systemd;
    }

    String osRelease() {
        return switch (this) {
            case DEBIAN_12 -> """
                    PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                    NAME="Debian GNU/Linux"
                    VERSION_ID="12"
                    VERSION="12 (bookworm)"
                    VERSION_CODENAME=bookworm
                    ID=debian
                    HOME_URL="https://www.debian.org/"
                    """;
            case EL_9 -> """
                    NAME="Rocky Linux"
                    VERSION="9.4 (Blue Onyx)"
                    ID="rocky"
                    ID_LIKE="rhel centos fedora"
                    VERSION_ID="9.4"
                    PLATFORM_ID="platform:el9"
                    PRETTY_NAME="Rocky Linux 9.4 (Blue Onyx)"
                    """;
            case EL_6 -> "";
        };
    }

    /** Empty where there is none. */
    String redhatRelease() {
        return switch (this) {
            case DEBIAN_12 -> "";
            case EL_9 -> "Rocky Linux release 9.4 (Blue Onyx)\n";
            case EL_6 -> "CentOS release 6.10 (Final)\n";
        };
    }
}
