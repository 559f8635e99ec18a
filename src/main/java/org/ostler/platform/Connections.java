package org.ostler.platform;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Where the server's pool gets its connections from: H2 or PostgreSQL, as the URL alone says.
 *
 * <p>Each connection keeps two promises that the drivers do not. It says truthfully whether it is valid: H2's says yes
 * after its database was closed under it because a write found no room, and the pool would hand it out for ever. And
 * it refuses to write while {@link DatabaseWatch} says so, before the database has seen the statement: H2 closes itself,
 * and ends everybody's reading, when a write fails.
 */
public class Connections implements DataSource {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /**
     * Seconds for a new connection, and for the answer to a query. Smaller: a busy database counts as gone. Larger: a
     * database whose machine vanished holds up each page that long.
     */
    private static final String CONNECT_SECONDS = "10";

    private static final String ANSWER_SECONDS = "60";

    private static volatile Supplier<Optional<String>> whyNot = Optional::empty;

    private String url = "";
    private String user = "";
    private String password = "";

    /** As configured, without a pool: for what must not wait for one, or take part in a transaction. */
    public static Connections direct(Configuration configuration) {
        Connections direct = new Connections();
        direct.setUrl(configuration.text("ostler.db.url").orElse(""));
        direct.setUser(configuration.text("ostler.db.user").orElse(""));
        direct.setPassword(configuration.text("ostler.db.password").orElse(""));
        return direct;
    }

    /** @param reason why nothing may be written now; empty when it may. Asked before each write. */
    static void refuseWritesFor(Supplier<Optional<String>> reason) {
        whyNot = reason;
    }

    public void setUrl(String wanted) {
        url = wanted;
    }

    public String getUrl() {
        return url;
    }

    public void setUser(String wanted) {
        user = wanted;
    }

    public String getUser() {
        return user;
    }

    public void setPassword(String wanted) {
        password = wanted;
    }

    public String getPassword() {
        return password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(user, password);
    }

    @Override
    public Connection getConnection(String name, String word) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", name);
        properties.setProperty("password", word);
        if (url.startsWith(POSTGRESQL)) {
            properties.setProperty("ApplicationName", "Ostler");
            properties.setProperty("connectTimeout", CONNECT_SECONDS);
            properties.setProperty("socketTimeout", ANSWER_SECONDS);
            properties.setProperty("tcpKeepAlive", "true");
        }
        Connection made = driver().connect(url, properties);
        return (Connection) Proxy.newProxyInstance(
                Connections.class.getClassLoader(), new Class<?>[] {Connection.class}, new Guarded(made));
    }

    private Driver driver() throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, Connections.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return driver;
            }
        }
        throw new SQLException(
                "OSTLER_DB_URL begins neither with jdbc:postgresql: nor with jdbc:h2:, it is \"" + url + "\"");
    }

    private record Guarded(Connection connection) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("isValid")) {
                return answers();
            }
            if (method.getName().startsWith("prepare") && isWriting((String) arguments[0])) {
                Optional<String> reason = whyNot.get();
                if (reason.isPresent()) {
                    throw new SQLException(reason.get(), DatabaseFailure.NOTHING_WRITTEN);
                }
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }

        private boolean answers() {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("select 1");
            } catch (SQLException gone) {
                return false;
            }
        }

        private static boolean isWriting(String sql) {
            String word = sql.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            return switch (word) {
                case "insert", "update", "delete", "merge" -> true;
                default -> false;
            };
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("no " + type.getName());
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
