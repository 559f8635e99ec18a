package org.ostler.execution;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import org.ostler.TestDatabase;

/** The real ledger over the real schema; each call is a transaction. */
final class TestLedger implements AutoCloseable {
    private static final List<String> TABLES = List.of("run", "run_step", "run_note", "run_lock", "run_file");

    private final TestDatabase database;

    TestLedger(TestDatabase.Product product) {
        this(TestDatabase.of(product));
    }

    TestLedger(TestDatabase database) {
        this.database = database;
    }

    void forgetAll() {
        TABLES.forEach(table -> database.execute("delete from " + table));
    }

    /** As a backup does. */
    void keep() {
        for (String table : TABLES) {
            database.execute("create table kept_" + table + " as select * from " + table);
        }
    }

    /** The ledger as it was then, or without what was kept. */
    void putBack() {
        for (String table : TABLES) {
            database.execute("delete from " + table);
            database.execute("insert into " + table + " select * from kept_" + table);
            database.execute("drop table kept_" + table);
        }
    }

    /** @param points passed before each call and after each that changed something */
    Ledger ledger(Clock clock, Points points) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, new Transactions(clock, points));
    }

    @SuppressWarnings("ThreadLocalUsage") // one ledger has one set of transactions; tests make several ledgers
    private final class Transactions implements java.lang.reflect.InvocationHandler {
        private final Clock clock;
        private final Points points;
        private final ThreadLocal<EntityManager> active = new ThreadLocal<>();

        Transactions(Clock clock, Points points) {
            this.clock = clock;
            this.points = points;
        }

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
            if (active.get() != null) {
                return call(active.get(), method, arguments);
            }
            boolean changes = method.getReturnType() == void.class;
            if (changes) {
                points.ledger("before " + method.getName());
            }
            EntityManager entities = database.entities().createEntityManager();
            active.set(entities);
            entities.getTransaction().begin();
            Object result;
            try {
                result = call(entities, method, arguments);
                entities.getTransaction().commit();
            } finally {
                active.remove();
                if (entities.getTransaction().isActive()) {
                    entities.getTransaction().rollback();
                }
                entities.close();
            }
            if (changes) {
                points.ledger("after " + method.getName());
            }
            return result;
        }

        private Object call(EntityManager entities, java.lang.reflect.Method method, Object[] arguments)
                throws Throwable {
            JpaLedger ledger = new JpaLedger();
            ledger.entities = entities;
            ledger.clock = clock;
            try {
                return method.invoke(ledger, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
