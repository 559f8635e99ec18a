package org.ostler.lab;

/** The programs that every simulated host has. */
final class HostPrograms {
    private HostPrograms() {}

    static void installOn(LabHost host) {
        host.install("true", call -> 0);
        host.install("false", call -> 1);
    }
}
