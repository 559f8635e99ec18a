package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.BesideOthers;
import org.ostler.credential.Secret;
import org.ostler.credential.SshIdentity;
import org.ostler.facts.CommandLine;

/** Becoming root through a real sudo, in every way it can be set up, and the whole contract through it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
class SudoTest extends HostRunnerConformance {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "s3cret of sudo";

    @TempDir
    static Path directory;

    private final String user = "ostler" + ProcessHandle.current().pid();
    private final Path rules = Path.of("/etc/sudoers.d", user);
    private RealSshd server;
    private boolean made;

    @BeforeAll
    void makeUser() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs /usr/sbin/sshd and root");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sudo")), "needs sudo");
        assumeTrue(Files.isWritable(rules.getParent()), "needs /etc/sudoers.d");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = RealSshd.start(directory.resolve("sshd"));
        RealSshd.run("useradd", "-M", "-d", "/", "-s", "/bin/sh", user);
        made = true;
        String hash = RealSshd.run("openssl", "passwd", "-6", PASSWORD).strip();
        RealSshd.run("usermod", "-p", hash, user);
    }

    @AfterAll
    void removeUser() throws IOException {
        if (server != null) {
            server.close();
        }
        if (made) {
            Files.deleteIfExists(rules);
            // A session that was just cut may not have ended yet.
            RealSshd.run("userdel", "-f", user);
        }
    }

    private void allow(String... lines) throws IOException {
        Files.writeString(rules, String.join("\n", lines).replace("USER", user) + "\n");
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("r--r-----"));
    }

    private SshIdentity identity(String sudoPassword) {
        return new SshIdentity(
                user,
                Optional.empty(),
                Optional.of(new Secret(server.privateKey())),
                Optional.empty(),
                true,
                Optional.ofNullable(sudoPassword).map(Secret::new),
                Optional.empty());
    }

    private RemoteShell connect(String sudoPassword) throws SshTrouble {
        RunnerScript ours = RunnerScript.ours();
        return server.connect(
                identity(sudoPassword),
                new RunnerScript(directory.resolve("base").toString(), ours.text()));
    }

    /** The contract is held in the harder way: sudo asks, and the password goes ahead of every content. */
    @Override
    protected RemoteShell connect() throws SshTrouble {
        try {
            allow("USER ALL=(ALL) ALL");
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        return connect(PASSWORD);
    }

    @Override
    protected String workplace() {
        return directory.toString();
    }

    private SshTrouble refused(String sudoPassword) {
        SshTrouble trouble =
                assertThrows(SshTrouble.class, () -> connect(sudoPassword).close());
        assertEquals(SshTrouble.Kind.ROOT_REFUSED, trouble.kind(), trouble.getMessage());
        assertFalse(trouble.getMessage().contains(PASSWORD));
        return trouble;
    }

    @Test
    void becomesRootWithoutAPasswordEvenWhenOneIsStored() throws Exception {
        allow("USER ALL=(ALL) NOPASSWD: ALL");
        for (String password : new String[] {null, PASSWORD}) {
            try (RemoteShell shell = connect(password)) {
                assertEquals("0\n", shell.run(CommandLine.of("id", "-u"), SOON).out());
                assertEquals("", shell.run(CommandLine.of("cat"), SOON).out(), "no password on standard input");
            }
        }
    }

    @Test
    void aPasswordThatNobodyAsksForAnyMoreIsNotRunAsAProgram() throws Exception {
        Path trace = directory.resolve("ran");
        String password = "touch " + trace;
        String before = RealSshd.run("openssl", "passwd", "-6", PASSWORD).strip();
        RealSshd.run(
                "usermod",
                "-p",
                RealSshd.run("openssl", "passwd", "-6", password).strip(),
                user);
        allow("USER ALL=(ALL) ALL");
        try (RemoteShell shell = connect(password)) {
            allow("USER ALL=(ALL) NOPASSWD: ALL");
            assertEquals("0\n", shell.run(CommandLine.of("id", "-u"), SOON).out());
            assertFalse(Files.exists(trace), "the password was run");
        } finally {
            RealSshd.run("usermod", "-p", before, user);
        }
    }

    @Test
    void thePasswordNeverReachesTheCommand() throws Exception {
        try (RemoteShell shell = connect()) {
            for (int time = 0; time < 3; time++) {
                assertEquals("", shell.run(CommandLine.of("cat"), SOON).out());
            }
        }
    }

    @Test
    void explainsEachRefusal() throws Exception {
        allow("USER ALL=(ALL) ALL");
        assertTrue(refused("wrong").getMessage().contains("did not take the password"));
        assertTrue(refused(null).getMessage().contains("asks for a password"));
        allow("Defaults:USER requiretty", "USER ALL=(ALL) NOPASSWD: ALL");
        assertTrue(refused(PASSWORD).getMessage().contains("!requiretty"));
        Files.deleteIfExists(rules);
        assertTrue(
                refused(PASSWORD).getMessage().contains("may not use sudo"),
                refused(PASSWORD).getMessage());
    }

    @Test
    void aStopUnderSudoLeavesNoProcess() throws Exception {
        UUID id = UUID.randomUUID();
        String mark = "mark-" + UUID.randomUUID();
        try (RemoteShell shell = connect()) {
            HostRunner runner = shell.runner();
            runner.start(id, CommandLine.of("sh", "-c", "sleep 61 & sleep 62", mark), Optional.empty());
            String seen = runner.kill(id);
            assertTrue(seen.contains("no process is left"), seen);
        }
        assertEquals(List.of(), RealSshd.processesWith(mark));
    }

    @Test
    void aTerminalIsRootsAndDoesNotShowThePassword() throws Exception {
        try (RemoteShell shell = connect()) {
            RealSshTest.Screen screen = new RealSshTest.Screen();
            try (RemoteShell.TerminalSession terminal = shell.terminal(80, 24, screen)) {
                terminal.type("echo user-$(id -u)\r".getBytes(StandardCharsets.UTF_8));
                screen.waitFor("user-0");
            }
            assertFalse(screen.text().contains(PASSWORD), screen.text());
        }
    }

    @Test
    void aTerminalThatSudoRefusesSaysWhy() throws Exception {
        allow("USER ALL=(ALL) /usr/bin/id");
        try (RemoteShell shell = connect(PASSWORD)) {
            RealSshTest.Screen screen = new RealSshTest.Screen();
            try (RemoteShell.TerminalSession terminal = shell.terminal(80, 24, screen)) {
                screen.waitFor("not allowed to execute");
                for (int look = 0; look < 200 && terminal.isOpen(); look++) {
                    Thread.sleep(50);
                }
                assertFalse(terminal.isOpen(), "the host has ended it");
                assertFalse(screen.text().contains(PASSWORD), screen.text());
            }
        }
    }
}
