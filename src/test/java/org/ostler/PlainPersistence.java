package org.ostler;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.ostler.platform.ColumnTypes;

/**
 * The real mapping over an H2 file without a container, for the tables that are wanted: the product's whole unit takes
 * longer to set up than everything else. Transactions are begun and ended by hand.
 */
@SuppressWarnings("ThreadLocalUsage") // one database has one present transaction for each thread; tests make several
public final class PlainPersistence implements AutoCloseable {
    /** Work in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T get() throws Throwable;
    }

    private final JdbcDataSource database = new JdbcDataSource();
    private final JdbcConnectionPool pool;
    private final Connection keepsItOpen;
    private final EntityManagerFactory factory;
    private final ThreadLocal<EntityManager> active = new ThreadLocal<>();

    /**
     * @param file of H2; made with the present schema when it is not there
     * @param rows names of the entity classes, which are package-private where they belong
     */
    public PlainPersistence(Path file, List<String> rows) {
        // An engine that is stopped interrupts its lanes, and an interrupt closes the file under the database.
        database.setURL("jdbc:h2:retry:" + file + ";WRITE_DELAY=0");
        boolean fresh = Files.notExists(file.resolveSibling(file.getFileName() + ".mv.db"));
        try {
            keepsItOpen = database.getConnection();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        if (fresh) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        }
        // As in the container: logging in to the database costs more than most of what is asked of it.
        pool = JdbcConnectionPool.create(database);
        pool.setMaxConnections(128);
        factory = new PersistenceProvider()
                .createContainerEntityManagerFactory(
                        new Unit(pool, rows),
                        Map.of(
                                "eclipselink.weaving",
                                "false",
                                "eclipselink.logging.level",
                                "WARNING",
                                "eclipselink.session.customizer",
                                ColumnTypes.class.getName()));
    }

    /** In the thread's present transaction, or in one of its own, which an exception undoes. */
    public <T> T in(Work<T> work) {
        try {
            return active.get() == null ? fresh(work) : work.get();
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new IllegalStateException(checked);
        }
    }

    private <T> T fresh(Work<T> work) throws Throwable {
        EntityManager entities = factory.createEntityManager();
        active.set(entities);
        try {
            entities.getTransaction().begin();
            T result = work.get();
            entities.getTransaction().commit();
            return result;
        } finally {
            active.remove();
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }

    /** Whether the present thread is in a transaction. */
    public boolean isActive() {
        return active.get() != null;
    }

    /** Whatever manager the present thread's transaction has, as the container's own proxy does it. */
    public EntityManager entities() {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(active.get(), arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    public DataSource database() {
        return database;
    }

    @Override
    public void close() {
        factory.close();
        pool.dispose();
        try {
            keepsItOpen.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private record Unit(DataSource database, List<String> rows) implements PersistenceUnitInfo {
        @Override
        public String getPersistenceUnitName() {
            return "plain-" + UUID.randomUUID();
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
            return PlainPersistence.class.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        public List<String> getManagedClassNames() {
            return rows;
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
            return PlainPersistence.class.getClassLoader();
        }

        @Override
        public void addTransformer(ClassTransformer transformer) {}

        @Override
        public ClassLoader getNewTempClassLoader() {
            return PlainPersistence.class.getClassLoader();
        }
    }
}
