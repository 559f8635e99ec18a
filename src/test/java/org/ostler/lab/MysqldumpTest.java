package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database clients of the simulated management server. */
class MysqldumpTest {
    private static final String OPTIONS = "[client]\nuser=\"root\"\npassword=\"se\\\"cret\"\n";
    private static final String DUMP = "/root/cloud.backup.sql";

    private final LabHost host = new LabHost("ms1", new LabClock(2000));
    private boolean runs = true;

    @BeforeEach
    void install() {
        XenlessPool pool = new XenlessPool();
        CloudState state = CloudSeed.state(List.of("xs1"), pool);
        MysqlServer server = new MysqlServer("root", "se\"cret", () -> runs);
        host.install("mysqldump", new MysqldumpProgram(server, state));
        host.install("mysql", new MysqlProgram(server, state));
        ManagementPrograms.installOn(host);
        host.files().makeDirectory("/root");
    }

    private static final class XenlessPool implements PoolView {
        @Override
        public List<Guest> guests() {
            return List.of();
        }

        @Override
        public boolean reachable(String host) {
            return true;
        }

        @Override
        public Optional<String> version(String host) {
            return Optional.empty();
        }

        @Override
        public void setUp(String host) {}
    }

    private Called dump(String options) throws Exception {
        return Called.on(
                host,
                Optional.of(options),
                "mysqldump",
                "--defaults-extra-file=/dev/fd/3",
                "--host=localhost",
                "--single-transaction",
                "--result-file=" + DUMP,
                "--databases",
                "cloud");
    }

    @Test
    void writesACompleteDumpAndKeepsTheMode() throws Exception {
        assertEquals(
                0,
                Called.on(host, "install", "-m", "0600", "--", "/dev/null", DUMP)
                        .exit());
        Called dump = dump(OPTIONS);
        assertEquals(new Called(0, "", ""), dump);
        String text = host.files().text(DUMP).orElseThrow();
        assertTrue(text.startsWith("-- MySQL dump 10.13"));
        assertTrue(text.contains("INSERT INTO `vm_instance` VALUES (1,"));
        String[] lines = text.split("\n", -1);
        assertTrue(
                lines[lines.length - 2].matches("-- Dump completed on \\d{4}-\\d\\d-\\d\\d [ \\d]\\d:\\d\\d:\\d\\d"));
        assertEquals(
                text.length() + " 600\n",
                Called.on(host, "stat", "-c", "%s %a", "--", DUMP).out());
    }

    @Test
    void refusesAWrongPasswordInMysqlsWords() throws Exception {
        Called dump = dump("[client]\nuser=root\npassword=wrong\n");
        assertEquals(2, dump.exit());
        assertEquals(
                "mysqldump: Got error: 1045: Access denied for user 'root'@'localhost' (using password: YES) when trying"
                        + " to connect\n",
                dump.err());
        assertTrue(host.files().read(DUMP).isEmpty());
    }

    @Test
    void leavesHalfADumpOnAFullDisk() throws Exception {
        host.files().full(true);
        Called dump = dump(OPTIONS);
        assertEquals(5, dump.exit());
        assertEquals("mysqldump: Got errno 28 on write\n", dump.err());
        assertFalse(host.files().text(DUMP).orElse("").contains("Dump completed"));
    }

    @Test
    void tellsUnknownDatabasesAndAServerThatIsDown() throws Exception {
        Called unknown = Called.on(
                host, Optional.of(OPTIONS), "mysqldump", "--defaults-extra-file=/dev/fd/3", "--databases", "clod");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("1049: Unknown database 'clod'"));
        runs = false;
        assertTrue(dump(OPTIONS).err().contains("2002: Can't connect to local MySQL server"));
        assertEquals(
                7,
                Called.on(host, "mysqldump", "--single-transaction", "--defaults-extra-file=/dev/fd/3", "cloud")
                        .exit());
    }

    @Test
    void answersTheQueryForOperatingSystemTypes() throws Exception {
        Called query = Called.on(
                host,
                Optional.of(OPTIONS),
                "mysql",
                "--defaults-extra-file=/dev/fd/3",
                "-N",
                "-e",
                "SELECT v.id FROM cloud.vm_instance v JOIN cloud.guest_os g ON g.id=v.guest_os_id;");
        assertTrue(query.out().contains("\ti-2-3-VM\tRunning\tCentOS 5.6 (64-bit)\n"));
        assertTrue(Called.on(host, Optional.of(OPTIONS), "mysql", "--defaults-extra-file=/dev/fd/3", "-e", "DROP x")
                .err()
                .startsWith("ERROR 1064 (42000) at line 1:"));
    }
}
