package org.ostler.lab;

/** The distributions of the lab's Linux hosts: what differs between them is told here and by their programs. */
enum LinuxFlavor {
    DEBIAN_12("9.0.0", "/etc/default/libvirtd", "LIBVIRTD_ARGS", "libvirtd", "6.1.0-18-amd64"),
    EL_9("10.0.0", "/etc/sysconfig/libvirtd", "LIBVIRTD_ARGS", "libvirtd", "5.14.0-427.13.1.el9_4.x86_64"),
    EL_8("8.0.0", "/etc/sysconfig/libvirtd", "LIBVIRTD_ARGS", "libvirtd", "4.18.0-513.5.1.el8_9.x86_64"),
    EL_6("0.9.10", "/etc/sysconfig/libvirtd", "LIBVIRTD_ARGS", "libvirtd", "2.6.32-279.el6.x86_64"),
    UBUNTU_12("0.9.8", "/etc/default/libvirt-bin", "libvirtd_opts", "libvirt-bin", "3.2.0-29-generic"),
    UBUNTU_20("6.0.0", "/etc/default/libvirtd", "libvirtd_opts", "libvirtd", "5.4.0-170-generic"),
    UBUNTU_22("8.0.0", "/etc/default/libvirtd", "LIBVIRTD_ARGS", "libvirtd", "5.15.0-101-generic"),
    UBUNTU_24("10.0.0", "/etc/default/libvirtd", "LIBVIRTD_ARGS", "libvirtd", "6.8.0-41-generic");

    private final String libvirt;
    private final String argumentsFile;
    private final String argumentsKey;
    private final String service;
    private final String kernel;

    LinuxFlavor(String libvirt, String argumentsFile, String argumentsKey, String service, String kernel) {
        this.libvirt = libvirt;
        this.argumentsFile = argumentsFile;
        this.argumentsKey = argumentsKey;
        this.service = service;
        this.kernel = kernel;
    }

    String libvirt() {
        return libvirt;
    }

    /** Where the arguments of the daemon are set. */
    String argumentsFile() {
        return argumentsFile;
    }

    String argumentsKey() {
        return argumentsKey;
    }

    /** The name of libvirt's daemon among the services. */
    String service() {
        return service;
    }

    /** As {@code uname -r} says. */
    String kernel() {
        return kernel;
    }

    boolean hasSystemd() {
        return !isOld();
    }

    /** Of the manual's own time. */
    boolean isOld() {
        return this == EL_6 || this == UBUNTU_12;
    }

    boolean isRedHat() {
        return this == EL_9 || this == EL_8 || this == EL_6;
    }

    /** The first line of {@code qemu-system-x86_64 --version}, or of Red Hat's qemu-kvm. */
    String qemu() {
        return switch (this) {
            case DEBIAN_12 -> "QEMU emulator version 7.2.9 (Debian 1:7.2+dfsg-7+deb12u5)";
            case EL_9 -> "QEMU emulator version 8.2.0 (qemu-kvm-8.2.0-11.el9_4.4)";
            case EL_8 -> "QEMU emulator version 6.2.0 (qemu-kvm-6.2.0-40.module+el8.9.0+1567+092638c5.1)";
            case EL_6 -> "QEMU PC emulator version 0.12.1 (qemu-kvm-0.12.1.2), Copyright (c) 2003-2008 Fabrice Bellard";
            case UBUNTU_12 -> "QEMU emulator version 1.0 (qemu-kvm-1.0), Copyright (c) 2003-2008 Fabrice Bellard";
            case UBUNTU_20 -> "QEMU emulator version 4.2.1 (Debian 1:4.2-3ubuntu6.28)";
            case UBUNTU_22 -> "QEMU emulator version 6.2.0 (Debian 1:6.2+dfsg-2ubuntu6.24)";
            case UBUNTU_24 -> "QEMU emulator version 8.2.2 (Debian 1:8.2.2+ds-0ubuntu1.4)";
        };
    }

    /** The daemon that keeps the clock, as a service. */
    String timeService() {
        return switch (this) {
            case EL_6 -> "ntpd";
            case EL_8, EL_9 -> "chronyd";
            case UBUNTU_12 -> "openntpd";
            case DEBIAN_12, UBUNTU_20, UBUNTU_22, UBUNTU_24 -> "chrony";
        };
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
            case EL_8 -> """
                    NAME="Rocky Linux"
                    VERSION="8.9 (Green Obsidian)"
                    ID="rocky"
                    ID_LIKE="rhel centos fedora"
                    VERSION_ID="8.9"
                    PLATFORM_ID="platform:el8"
                    PRETTY_NAME="Rocky Linux 8.9 (Green Obsidian)"
                    """;
            case EL_6 -> "";
            case UBUNTU_12 -> """
                    NAME="Ubuntu"
                    VERSION="12.04.1 LTS, Precise Pangolin"
                    ID=ubuntu
                    ID_LIKE=debian
                    PRETTY_NAME="Ubuntu precise (12.04.1 LTS)"
                    VERSION_ID="12.04"
                    """;
            case UBUNTU_20 -> ubuntu("20.04.6", "Focal Fossa");
            case UBUNTU_22 -> ubuntu("22.04.4", "Jammy Jellyfish");
            case UBUNTU_24 -> ubuntu("24.04.1", "Noble Numbat");
        };
    }

    private static String ubuntu(String version, String name) {
        return """
                PRETTY_NAME="Ubuntu %1$s LTS"
                NAME="Ubuntu"
                VERSION_ID="%3$s"
                VERSION="%1$s LTS (%2$s)"
                VERSION_CODENAME=%4$s
                ID=ubuntu
                ID_LIKE=debian
                """.formatted(
                version, name, version.substring(0, 5), name.split(" ", 2)[0].toLowerCase(java.util.Locale.ROOT));
    }

    /** Empty where there is none. */
    String redhatRelease() {
        return switch (this) {
            case EL_9 -> "Rocky Linux release 9.4 (Blue Onyx)\n";
            case EL_8 -> "Rocky Linux release 8.9 (Green Obsidian)\n";
            case EL_6 -> "CentOS release 6.3 (Final)\n";
            case DEBIAN_12, UBUNTU_12, UBUNTU_20, UBUNTU_22, UBUNTU_24 -> "";
        };
    }
}
