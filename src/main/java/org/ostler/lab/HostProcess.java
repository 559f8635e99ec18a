package org.ostler.lab;

import java.util.List;

/** A program that runs on a host now: a thread of the lab that dies with the host, or by {@code kill}. */
final class HostProcess {
    private final int pid;
    private final List<String> words;
    private final Thread thread;
    private final LabClock clock;
    private volatile boolean ended;
    private volatile boolean killed;

    HostProcess(int pid, List<String> words, Thread thread, LabClock clock) {
        this.pid = pid;
        this.words = words;
        this.thread = thread;
        this.clock = clock;
    }

    int pid() {
        return pid;
    }

    List<String> words() {
        return words;
    }

    synchronized void kill() {
        killed = true;
        if (!ended) {
            clock.interrupt(thread);
        }
    }

    boolean isKilled() {
        return killed;
    }

    /** After this no signal reaches the thread, which may serve others by then. */
    synchronized void end() {
        ended = true;
    }
}
