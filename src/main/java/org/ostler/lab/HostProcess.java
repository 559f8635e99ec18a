package org.ostler.lab;

import java.util.List;

/** A program that runs on a host now: a thread of the lab that dies with the host, or by {@code kill}. */
final class HostProcess {
    private final int pid;
    private final List<String> words;
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean killed;

    HostProcess(int pid, List<String> words, Thread thread) {
        this.pid = pid;
        this.words = words;
        this.thread = thread;
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
            thread.interrupt();
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
