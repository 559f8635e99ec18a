package org.ostler.lab;

/** The network of a simulated host as its installer wrote it: one card with an address, the other one unused. */
final class NetworkFiles {
    static final String GATEWAY = "192.0.2.1";

    private NetworkFiles() {}

    static void write(LabFileSystem files, LinuxFlavor flavor, String address) {
        switch (flavor) {
            case EL_6, EL_8 -> {
                files.write("/etc/sysconfig/network-scripts/ifcfg-lo", "DEVICE=lo\nIPADDR=127.0.0.1\nONBOOT=yes\n");
                files.write("/etc/sysconfig/network-scripts/ifcfg-eth0", """
                        DEVICE="eth0"
                        BOOTPROTO="static"
                        IPADDR="%s"
                        NETMASK="255.255.255.0"
                        GATEWAY="%s"
                        HWADDR="52:54:00:00:00:01"
                        NM_CONTROLLED="no"
                        ONBOOT="yes"
                        TYPE="Ethernet"
                        """.formatted(address, GATEWAY));
            }
            case EL_9 ->
                files.write(
                        "/etc/NetworkManager/system-connections/eth0.nmconnection",
                        """
                    [connection]
                    id=eth0
                    uuid=7a2c1d5e-51c7-4c7d-9d5a-0a64a0a8b0c2
                    type=ethernet
                    autoconnect-priority=-999
                    interface-name=eth0

                    [ethernet]

                    [ipv4]
                    address1=%s/24,%s
                    method=manual

                    [ipv6]
                    addr-gen-mode=eui64
                    method=disabled

                    [proxy]
                    """.formatted(address, GATEWAY).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "600",
                        "root:root");
            case DEBIAN_12, UBUNTU_12 -> {
                files.makeDirectory("/etc/network/interfaces.d");
                files.write("/etc/network/interfaces", """
                        # This file describes the network interfaces available on your system
                        # and how to activate them. For more information, see interfaces(5).

                        auto lo
                        iface lo inet loopback

                        # The primary network interface
                        auto eth0
                        iface eth0 inet static
                        	address %s
                        	netmask 255.255.255.0
                        	gateway %s
                        """.formatted(address, GATEWAY));
            }
            case UBUNTU_20, UBUNTU_22, UBUNTU_24 ->
                files.write("/etc/netplan/00-installer-config.yaml", """
                    # This is the network config written by 'subiquity'
                    network:
                      version: 2
                      ethernets:
                        eth0:
                          addresses: [%s/24]
                          routes:
                            - to: default
                              via: %s
                    """.formatted(address, GATEWAY));
        }
    }
}
