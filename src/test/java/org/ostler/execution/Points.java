package org.ostler.execution;

import java.sql.SQLException;
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

    private int passed;
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
        return passed;
    }

    void pass(String name) {
        passed++;
        watcher.accept(passed, name);
        if (passed == killAt) {
            throw new Killed();
        }
    }

    void ledger(String name) {
        pass(name);
        if (passed == failAt) {
            throw new IllegalStateException(name, new SQLException("could not extend file", "53100"));
        }
    }

    void line(String name) throws SshTrouble {
        pass(name);
        if (passed == cutAt) {
            throw new SshTrouble(SshTrouble.Kind.LOST, "the line was cut at " + name);
        }
    }
}
