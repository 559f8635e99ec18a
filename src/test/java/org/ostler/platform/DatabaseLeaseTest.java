package org.ostler.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.ostler.FarMachine;
import org.ostler.PostgreSql;
import org.ostler.TestDatabase;

/** One active process, held with real processes. */
@Isolated("it forbids all writing for a moment")
final class DatabaseLeaseTest {
    /** What product.md's readers are promised after the death of a process (not of its whole machine). */
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private final String database = PostgreSql.shared().create();

    static Connections source(String url, String user) {
        Connections source = new Connections();
        source.setUrl(url);
        source.setUser(user);
        return source;
    }

    private Connections source() {
        return source(PostgreSql.shared().url(database), PostgreSql.shared().user());
    }

    private static Process another(String... what) throws Exception {
        return begun(command(what));
    }

    private static List<String> command(String... what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Stream.of(Holder.class, Connections.class, org.postgresql.Driver.class, org.h2.Driver.class)
                        .map(type -> type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .collect(Collectors.joining(java.io.File.pathSeparator)),
                Holder.class.getName()));
        command.addAll(List.of(what));
        return command;
    }

    private static Process begun(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader();
        String first = said.readLine();
        assertTrue(first != null && first.startsWith("held"), first);
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void aSecondProcessIsToldWhoHasTheDatabaseAndTakesOverWhenItIsKilled() throws Exception {
        Process first = another(
                "lease", PostgreSql.shared().url(database), PostgreSql.shared().user());
        try {
            StartRefused refused =
                    assertThrows(StartRefused.class, () -> DatabaseLease.take(source(), "process 2 on here"));
            assertTrue(refused.getMessage().contains("(process other on elsewhere)"), refused.getMessage());
        } finally {
            kill(first);
        }
        long killed = System.nanoTime();
        try (DatabaseLease mine = DatabaseLease.take(source(), "process 2 on here")) {
            assertEquals(Optional.empty(), mine.renew());
        }
        assertTrue(System.nanoTime() - killed < TAKEN_OVER_WITHIN.toNanos());
    }

    @Test
    void theLeaseOfAMachineThatDiedIsTakenOverByTheNextStart() throws Exception {
        try (FarMachine far = FarMachine.start();
                PostgreSql own = PostgreSql.start("listen_addresses=*")) {
            own.admit(far.address());
            String place = own.create();
            Connections here = source(own.url(place), own.user());
            Process holder = begun(far.there(command("lease", own.url(place, far.neighbour()), own.user())));
            try {
                long asked = System.nanoTime();
                assertThrows(StartRefused.class, () -> DatabaseLease.take(here, "process 2 on here", Holder.QUICK));
                assertTrue(
                        System.nanoTime() - asked < Holder.QUICK.longest().toNanos(), "a holder that lives is seen to");
                far.die();
            } finally {
                kill(holder);
            }
            try (DatabaseLease mine = DatabaseLease.take(here, "process 2 on here", Holder.QUICK)) {
                assertEquals(Optional.empty(), mine.renew());
            }
        }
    }

    @Test
    void aLostLeaseIsTakenAgainOrSeenToBeAnothers() throws Exception {
        try (DatabaseLease mine = DatabaseLease.take(source(), "process 1 on here")) {
            cutConnectionsOf("process 1 on here");
            assertEquals(Optional.empty(), mine.renew());
            cutConnectionsOf("process 1 on here");
            try (DatabaseLease other = DatabaseLease.take(source(), "process 2 on here")) {
                assertEquals(Optional.of("process 2 on here"), mine.renew());
                assertEquals(Optional.empty(), other.renew());
            }
            assertEquals(Optional.empty(), mine.renew());
        }
    }

    private static void cutConnectionsOf(String holder) {
        PostgreSql.shared()
                .execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = '" + holder
                        + "'");
    }

    @Test
    void leasesOfDifferentDatabasesDoNotMeet() throws Exception {
        try (DatabaseLease one = DatabaseLease.take(source(), "one");
                DatabaseLease two = DatabaseLease.take(
                        source(
                                PostgreSql.shared().url(PostgreSql.shared().create()),
                                PostgreSql.shared().user()),
                        "two")) {
            assertEquals(one.renew(), two.renew());
        }
    }

    @Test
    void aSecondProcessIsToldThatTheDataDirectoryIsHeld() throws Exception {
        Process first = another("directory", directory.toString());
        try {
            StartRefused refused = assertThrows(StartRefused.class, () -> DataDirectory.hold(directory));
            assertTrue(refused.getMessage().startsWith("Another Ostler process uses the data directory " + directory));
        } finally {
            kill(first);
        }
        DataDirectory.hold(directory).close();
    }

    @Test
    void nothingIsWrittenWhileThereIsAReasonAgainstIt() throws Exception {
        for (TestDatabase.Product product : TestDatabase.Product.values()) {
            try (TestDatabase tables = TestDatabase.of(product);
                    var connection = source(tables.url(), tables.user()).getConnection()) {
                Connections.refuseWritesFor(() -> Optional.of("The disk has 3 MiB left."));
                try (var select = connection.prepareStatement("select count(*) from installation")) {
                    assertTrue(select.executeQuery().next());
                }
                var refused = assertThrows(java.sql.SQLException.class, () -> connection
                        .prepareStatement("INSERT INTO installation (name, fact) VALUES (?, ?)")
                        .close());
                assertEquals(
                        Optional.of("The disk has 3 MiB left."),
                        DatabaseFailure.in(new IllegalStateException(new RuntimeException(refused))));
            } finally {
                Connections.refuseWritesFor(Optional::empty);
            }
        }
    }

    @Test
    void aConnectionToAClosedDatabaseIsNotValid() throws Exception {
        Connections source = source("jdbc:h2:mem:closed;DB_CLOSE_DELAY=-1", "");
        try (var one = source.getConnection();
                var two = source.getConnection()) {
            assertTrue(one.isValid(1));
            try (var shutdown = two.createStatement()) {
                shutdown.execute("shutdown immediately");
            }
            assertFalse(one.isValid(1));
        }
    }

    @Test
    void aWrongStatementIsNoFailureOfTheDatabase() {
        for (TestDatabase.Product product : TestDatabase.Product.values()) {
            try (TestDatabase tables = TestDatabase.of(product)) {
                IllegalStateException wrong =
                        assertThrows(IllegalStateException.class, () -> tables.query("select nothing from nowhere"));
                assertEquals(Optional.empty(), DatabaseFailure.in(wrong));
            }
        }
    }
}
