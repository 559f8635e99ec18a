package org.ostler.guide.linux;

/**
 * The limits that the manual sets for a kind of host, and those below which today's CloudStack no longer supports it.
 *
 * @param items prefix of the manual items
 * @param guests what runs on such a host
 * @param libvirtWithOpenVswitch least libvirt when bridges are made by Open vSwitch
 */
record RequiredVersions(String items, String guests, String libvirt, String libvirtWithOpenVswitch) {
    static final String QEMU = "1.0";
    static final String OPEN_VSWITCH = "1.7.1";

    /** Cgroups came with it. */
    static final String KERNEL = "2.6.24";

    /** Of today's installation guide of CloudStack. */
    static final String LIBVIRT_TODAY = "1.2.0";

    static final String QEMU_TODAY = "1.5";

    static final RequiredVersions KVM = new RequiredVersions("KVM", "virtual machine", "0.9.4", "0.9.11");
    static final RequiredVersions LXC = new RequiredVersions("LXC", "container", "1.0.0", "1.0.0");

    boolean isLxc() {
        return items.equals("LXC");
    }
}
