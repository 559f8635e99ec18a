package org.ostler.inventory;

/** The hypervisors of the manual. */
public enum Hypervisor {
    KVM,
    LXC,
    XENSERVER,
    HYPERV,
    VSPHERE
}
