package org.ostler.lab;

/** The arithmetic of host memory. */
final class XenMemory {
    static final long MIB = 1024 * 1024;

    /** What the hypervisor and its tables take. */
    private static final long HYPERVISOR = 146_362_368;

    private XenMemory() {}

    /** What a guest costs its host beyond its own memory. */
    static long overhead(XenObject vm) {
        return (vm.get("HVM-boot-policy").isEmpty() ? 4 : 12) * MIB;
    }

    static long need(XenObject vm) {
        return vm.number("memory-static-max") + overhead(vm);
    }

    /** Free for another guest: what runs there and what is on its way there is taken off. */
    static long free(XenDatabase database, XenObject host) {
        long taken = database
                .all(
                        "vm",
                        vm -> (vm.get("power-state").equals("running")
                                        && vm.get("resident-on").equals(host.uuid()))
                                || vm.get("scheduled-to-be-resident-on").equals(host.uuid()))
                .stream()
                .mapToLong(XenMemory::need)
                .sum();
        return Math.max(0, host.number("memory-total") - HYPERVISOR - taken);
    }
}
