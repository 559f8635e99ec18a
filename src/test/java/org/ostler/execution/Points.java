package org.ostler.execution;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.ostler.ssh.SshTrouble;

/**
 * Counts the moments at which something can go wrong (before and after each ledger change, audit entry and host
 * operation) and lets something go wrong at one of them.
 */
final class Points {
    /** The server is killed: nothing after this line runs. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicInteger passed = new AtomicInteger();
    private int killAt = -1;
    private int cutAt = -1;
    private int failAt = -1;
    private BiConsumer<Integer, String> watcher = (number, name) -> {};

    void killAt(int number) {
        killAt = number;
    }

    void cutAt(int number) {
        cutAt = number;
    }

    /** A change of the ledger there fails, as on a full disk; what comes after it goes well. */
    void failAt(int number) {
        failAt = number;
    }

    void watch(BiConsumer<Integer, String> seen) {
        watcher = seen;
    }

    int passed() {
        return passed.get();
    }

    void pass(String name) {
        count(name);
    }

    private int count(String name) {
        int number = passed.incrementAndGet();
        watcher.accept(number, name);
        if (number == killAt) {
            throw new Killed();
        }
        return number;
    }

    void ledger(String name) {
        if (count(name) == failAt) {
            throw new IllegalStateException(name, new SQLException("could not extend file", "53100"));
        }
    }

    void line(String name) throws SshTrouble {
        if (count(name) == cutAt) {
            throw new SshTrouble(SshTrouble.Kind.LOST, "the line was cut at " + name);
        }
    }
}
