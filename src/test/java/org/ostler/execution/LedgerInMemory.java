package org.ostler.execution;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.h2.jdbcx.JdbcDataSource;

/** The real ledger over the real schema in an H2 database in memory; each call is a transaction. */
final class LedgerInMemory implements AutoCloseable {
    private final EntityManagerFactory factory;
    private final JdbcDataSource database = new JdbcDataSource();
    private final Connection keepsItAlive;

    LedgerInMemory() {
        try {
            database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
            keepsItAlive = database.getConnection();
            try (Statement statement = keepsItAlive.createStatement();
                    InputStream in = getClass().getResourceAsStream("/db/migration/V60__run.sql")) {
                statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException(failure);
        }
        factory = new PersistenceProvider()
                .createContainerEntityManagerFactory(
                        new Unit(database),
                        Map.of("eclipselink.weaving", "false", "eclipselink.logging.level", "WARNING"));
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
                points.pass("before " + method.getName());
            }
            EntityManager entities = factory.createEntityManager();
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
                points.pass("after " + method.getName());
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
        factory.close();
        try {
            keepsItAlive.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private record Unit(DataSource database) implements PersistenceUnitInfo {
        @Override
        public String getPersistenceUnitName() {
            return "engine-" + UUID.randomUUID();
        }

        @Override
        public String getPersistenceProviderClassName() {
            return PersistenceProvider.class.getName();
        }

        @Override
        public PersistenceUnitTransactionType getTransactionType() {
            return PersistenceUnitTransactionType.RESOURCE_LOCAL;
        }

        @Override
        public DataSource getJtaDataSource() {
            return null;
        }

        @Override
        public DataSource getNonJtaDataSource() {
            return database;
        }

        @Override
        public List<String> getMappingFileNames() {
            return List.of();
        }

        @Override
        public List<URL> getJarFileUrls() {
            return List.of();
        }

        @Override
        public URL getPersistenceUnitRootUrl() {
            return LedgerInMemory.class.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        public List<String> getManagedClassNames() {
            return List.of(
                            RunRow.class,
                            RunStepRow.class,
                            RunNoteRow.class,
                            RunPauseRow.class,
                            RunFileRow.class,
                            RunOnceRow.class,
                            RunLockRow.class)
                    .stream()
                    .map(Class::getName)
                    .toList();
        }

        @Override
        public boolean excludeUnlistedClasses() {
            return true;
        }

        @Override
        public SharedCacheMode getSharedCacheMode() {
            return SharedCacheMode.NONE;
        }

        @Override
        public ValidationMode getValidationMode() {
            return ValidationMode.NONE;
        }

        @Override
        public Properties getProperties() {
            return new Properties();
        }

        @Override
        public String getPersistenceXMLSchemaVersion() {
            return "3.0";
        }

        @Override
        public ClassLoader getClassLoader() {
            return LedgerInMemory.class.getClassLoader();
        }

        @Override
        public void addTransformer(ClassTransformer transformer) {}

        @Override
        public ClassLoader getNewTempClassLoader() {
            return LedgerInMemory.class.getClassLoader();
        }
    }
}
