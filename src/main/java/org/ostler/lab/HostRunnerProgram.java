package org.ostler.lab;

/** The host runner of the lab's hosts. */
final class HostRunnerProgram {
    /** Whatever version Ostler asks for is there already. */
    static final String PATH = "/var/lib/ostler/host-runner-";

    private HostRunnerProgram() {}
}
