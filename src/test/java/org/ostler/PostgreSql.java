package org.ostler;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL, from Debian's package, in a directory of its own on a free loopback port. It refuses to run as
 * root, so root gives it to another user.
 */
public final class PostgreSql implements AutoCloseable {
    private static final String USER = "ostler";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static PostgreSql shared;

    private final Path directory;
    private final int port;
    private final List<String> settings;
    private Process process;

    private PostgreSql(Path directory, int port, List<String> settings) {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
    }

    /** One for all tests that do not disturb it. Forgets all at the end, so it need not be careful with the disk. */
    public static synchronized PostgreSql shared() {
        if (shared == null) {
            shared = start("fsync=off", "synchronous_commit=off", "full_page_writes=off");
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "end of the shared PostgreSQL"));
        }
        return shared;
    }

    /** @param settings {@code name=value}, as in postgresql.conf */
    public static PostgreSql start(String... settings) {
        return startIn(Path.of(System.getProperty("java.io.tmpdir")), settings);
    }

    /** @param place that everybody may enter, for its directory */
    public static PostgreSql startIn(Path place, String... settings) {
        try {
            Path directory = Files.createTempDirectory(place, "postgresql");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            run(List.of("chown", owner(), directory.toString()), isRoot());
            PostgreSql made = new PostgreSql(directory, freePort(), List.of(settings));
            run(
                    made.command(
                            "initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "-D", made.data()),
                    true);
            made.startAgain();
            return made;
        } catch (IOException trouble) {
            throw new IllegalStateException("PostgreSQL does not start: " + trouble.getMessage(), trouble);
        }
    }

    /** After {@link #stop}. */
    public void startAgain() {
        List<String> command = command("postgres", "-D", data(), "-p", Integer.toString(port));
        List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "max_connections=200",
                        "shared_buffers=32MB",
                        "log_min_messages=fatal")
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        try {
            process = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
        } catch (IOException trouble) {
            throw new IllegalStateException("PostgreSQL does not start", trouble);
        }
        awaitAnswer();
    }

    /** At once, as {@code pg_ctl stop -m immediate}: connections are cut. */
    public void stop() {
        process.children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("PostgreSQL does not stop");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it has not ended by itself, as it does when its log finds no room. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** The directory that its data lies in. */
    public Path directory() {
        return directory;
    }

    public String url(String database) {
        return url(database, "127.0.0.1");
    }

    /** @param address of this machine, as seen from where the URL is used */
    public String url(String database, String address) {
        return "jdbc:postgresql://" + address + ":" + port + "/" + database;
    }

    /** Lets clients from this address in; the server must listen there. */
    public void admit(String address) throws IOException {
        Files.writeString(
                Path.of(data(), "pg_hba.conf"),
                "host all all " + address + "/32 trust\n",
                java.nio.file.StandardOpenOption.APPEND);
        execute("select pg_reload_conf()");
    }

    public String user() {
        return USER;
    }

    /** What makes Ostler use this database. */
    public Map<String, String> environment(String database) {
        return Map.of("OSTLER_DB_URL", url(database), "OSTLER_DB_USER", USER, "OSTLER_DB_PASSWORD", "any");
    }

    /** An empty database's name. */
    public String create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        execute("create database " + name);
        return name;
    }

    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | java.io.UncheckedIOException leftOver) {
            throw new IllegalStateException("not removed: " + directory, leftOver);
        }
    }

    private void awaitAnswer() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "")) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "PostgreSQL does not answer, see " + directory.resolve("log"), notYet);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + owner(), "--regid=" + owner(), "--clear-groups"));
        }
        command.add(programs().resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The newest that is installed. */
    private static Path programs() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparingInt(bin -> Integer.parseInt(
                            bin.getParent().getFileName().toString().replaceAll("\\D.*", ""))))
                    .orElseThrow(() -> new IOException("no version has initdb"));
        } catch (IOException none) {
            throw new IllegalStateException(
                    "There is no PostgreSQL in /usr/lib/postgresql; install Debian's package postgresql", none);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Its group has the same name. */
    private static String owner() {
        return Files.exists(Path.of("/var/lib/postgresql")) ? "postgres" : "nobody";
    }

    private static void run(List<String> command, boolean wanted) throws IOException {
        if (!wanted) {
            return;
        }
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + said);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
