package org.ostler.execution;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.ostler.PlainPersistence;

/** The real ledger in a file; each call is a transaction, in which what is asked for last joins. */
final class PlainLedger {
    static final List<String> ROWS = Stream.of(
                    RunRow.class,
                    RunStepRow.class,
                    RunNoteRow.class,
                    RunPauseRow.class,
                    RunFileRow.class,
                    RunOnceRow.class,
                    RunLockRow.class)
            .map(Class::getName)
            .toList();

    private PlainLedger() {}

    /** @param points passed before each call and after each that changed something */
    static Ledger over(PlainPersistence database, Clock clock, Points points) {
        JpaLedger ledger = new JpaLedger();
        ledger.entities = database.entities();
        ledger.clock = clock;
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    boolean changes = method.getReturnType() == void.class && !database.isActive();
                    if (changes) {
                        points.pass("before " + method.getName());
                    }
                    Object result = database.in(() -> {
                        try {
                            return method.invoke(ledger, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
                    if (changes) {
                        points.pass("after " + method.getName());
                    }
                    return result;
                });
    }
}
