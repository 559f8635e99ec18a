package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.BesideOthers;
import org.ostler.credential.Secret;
import org.ostler.credential.SshIdentity;
import org.ostler.facts.CommandLine;
import org.ostler.ssh.HostRunner.State;

/** The script over a real OpenSSH server: what a host's processes, files and disk show beside the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@BesideOthers
abstract class HostRunnerScriptConformance extends HostRunnerConformance {
    /** Of this class's own: three of them run at the same time. */
    private Path directory;

    private RealSshd server;

    /** The script as it is to run here, and where. */
    abstract RunnerScript script(Path base) throws IOException;

    SshIdentity identity(RealSshd at) throws IOException {
        return at.identity();
    }

    final RealSshd server() {
        return server;
    }

    @BeforeAll
    void startServer(@TempDir Path made) throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs /usr/sbin/sshd and root");
        directory = made.toRealPath();
        server = RealSshd.start(directory.resolve("sshd-" + UUID.randomUUID()));
        Files.createDirectories(directory.resolve("work"));
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    Path base() {
        return directory.resolve("base-" + getClass().getSimpleName());
    }

    @Override
    protected RemoteShell connect() throws SshTrouble {
        try {
            return server.connect(identity(server), script(base()));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Override
    protected String workplace() {
        return directory.resolve("work").toString();
    }

    @Test
    void theControlDirectoriesAreRootsAlone() throws Exception {
        runner().identity();
        assertEquals("rwx------", mode(base()));
        UUID id = UUID.randomUUID();
        run(id, print("x"), exited(0));
        assertEquals("rwx------", mode(base().resolve(id.toString())));
        assertEquals("rw-------", mode(base().resolve(id.toString()).resolve("out")));
    }

    private static String mode(Path path) throws IOException {
        return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void commandsSeeTheUsualUmaskAndNoInput() throws Exception {
        Printed printed = run(UUID.randomUUID(), CommandLine.of("sh", "-c", "umask; pwd; wc -c"), exited(0));
        assertEquals("0022\n/\n0\n", printed.out());
    }

    @Test
    void bothStreamsStayApart() throws Exception {
        Printed printed =
                run(UUID.randomUUID(), CommandLine.of("sh", "-c", "echo out; echo err >&2; exit 4"), exited(4));
        assertEquals("out\n", printed.out());
        assertEquals("err\n", printed.err());
    }

    @Test
    void aProgramThatIsNotThereEndsWith127() throws Exception {
        Printed printed = run(UUID.randomUUID(), CommandLine.of("/no/such/program"), exited(127));
        assertTrue(printed.err().contains("/no/such/program"));
    }

    @Test
    void aStopLeavesNoProcess() throws Exception {
        UUID id = UUID.randomUUID();
        String mark = "mark-" + UUID.randomUUID();
        runner().start(
                        id,
                        CommandLine.of("sh", "-c", "trap '' TERM; sleep 61 & (sleep 62 & sleep 63) & sleep 64", mark),
                        Optional.empty());
        String seen = runner().kill(id);
        assertTrue(seen.contains("no process is left"), seen);
        assertEquals(List.of(), RealSshd.processesWith(mark));
        assertEquals(new State.Exited(137), runner().result(id));
    }

    @Test
    void aDaemonLeftBehindDoesNotHoldTheResult() throws Exception {
        UUID id = UUID.randomUUID();
        String mark = "mark-" + UUID.randomUUID();
        long begun = System.nanoTime();
        Printed printed =
                run(id, CommandLine.of("sh", "-c", "sh -c 'sleep 30; :' " + mark + " & echo started"), exited(0));
        assertTrue(System.nanoTime() - begun < 15_000_000_000L, "the result did not wait for the daemon");
        assertEquals("started\n", printed.out());
        assertFalse(RealSshd.processesWith(mark).isEmpty(), "the daemon lives");
        RealSshd.run("sh", "-c", "kill $(grep -al " + mark + " /proc/[0-9]*/cmdline | cut -d/ -f3 | grep -v $$) ; :");
    }

    @Test
    void muchOutputIsKeptToTheCapAndTheRestCounted() throws Exception {
        UUID id = UUID.randomUUID();
        runner().start(id, CommandLine.of("sh", "-c", "head -c 100000000 /dev/zero; echo end >&2"), Optional.empty());
        long[] seen = new long[3];
        StringBuilder err = new StringBuilder();
        State end = runner().follow(id, 0, 0, (stream, bytes, offset) -> {
            assertEquals(seen[stream], offset);
            seen[stream] += bytes.length;
            if (stream == 2) {
                err.append(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            }
        });
        assertEquals(exited(0), end);
        assertTrue(seen[1] <= 64L * 1024 * 1024 + 16384 && seen[1] > 63L * 1024 * 1024, "kept " + seen[1]);
        assertTrue(err.toString().contains("end\n"), err.toString());
        assertTrue(err.toString().contains("[" + (100_000_000 - seen[1]) + " more bytes of stdout"), err.toString());
    }

    @Test
    void aSecretIsInNoArgumentEnvironmentOrFile() throws Exception {
        UUID id = UUID.randomUUID();
        String secret = "canary-" + UUID.randomUUID();
        runner().start(id, CommandLine.of("sh", "-c", "echo up; sleep 2; cat <&3"), Optional.of(new Secret(secret)));
        Path control = base().resolve(id.toString());
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!RealSshd.lenient(control.resolve("out")).equals("up\n") && System.nanoTime() < deadline) {
            assertEquals(List.of(), RealSshd.processesWith(secret));
        }
        assertEquals(List.of(), RealSshd.processesWith(secret));
        try (Stream<Path> files = Files.list(control)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(RealSshd.lenient(file).contains(secret), file.toString());
            }
        }
        Printed printed = new Printed();
        assertEquals(exited(0), runner().follow(id, 0, 0, printed));
        assertEquals("up\n" + secret, printed.out());
    }

    @Test
    void aCommandOfAnotherBootIsInterrupted() throws Exception {
        UUID id = UUID.randomUUID();
        runner().start(id, dawdle(), Optional.empty());
        Path boot = base().resolve(id.toString()).resolve("boot");
        String now = Files.readString(boot);
        Files.writeString(boot, "11111111-2222-3333-4444-555555555555\n");
        assertEquals(new State.Interrupted(), runner().result(id));
        Files.writeString(boot, now);
        runner().kill(id);
    }

    @Test
    void aCommandWhoseSupervisorWasKilledIsInterruptedAndCanBeStopped() throws Exception {
        UUID id = UUID.randomUUID();
        String mark = "mark-" + UUID.randomUUID();
        runner().start(id, CommandLine.of("sh", "-c", "sleep 60; :", mark), Optional.empty());
        Path control = base().resolve(id.toString());
        while (!Files.exists(control.resolve("session"))) {
            // The supervisor lives until its command has a session of its own; before that nothing is to be stopped.
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(10);
        }
        String supervisor = Files.readString(control.resolve("supervisor"));
        RealSshd.run("kill", "-9", supervisor.split(" ", 2)[0]);
        State seenNow = runner().result(id);
        for (int look = 0; look < 200 && seenNow instanceof State.Running; look++) {
            // A signal is on its way for a moment.
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(10);
            seenNow = runner().result(id);
        }
        assertEquals(new State.Interrupted(), seenNow);
        String seen = runner().kill(id);
        assertTrue(seen.contains("no process is left"), seen);
        assertEquals(List.of(), RealSshd.processesWith(mark));
    }

    @Test
    void aCutInTheMiddleOfALongOutputLosesNothing() throws Exception {
        UUID id = UUID.randomUUID();
        runner().start(id, CommandLine.of("sh", "-c", "seq 1 400000; sleep 1; seq 1 400000"), Optional.empty());
        Printed printed = new Printed();
        int lost = 0;
        State end = new State.Running();
        while (end instanceof State.Running) {
            long stopAt = printed.outLength() + 100_000;
            try (RemoteShell another = connect()) {
                end = another.runner().follow(id, printed.outLength(), printed.errLength(), (stream, bytes, offset) -> {
                    printed.part(stream, bytes, offset);
                    if (printed.outLength() > stopAt) {
                        server.cut();
                    }
                });
            } catch (SshTrouble cut) {
                assertEquals(SshTrouble.Kind.LOST, cut.kind(), cut.getMessage());
                lost++;
            }
        }
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!RealSshd.processesWith("follow " + id).isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "a reader that is gone ends its follower");
        }
        assertTrue(lost > 1, "it was cut " + lost + " times");
        assertEquals(
                RunnerScript.hash(bytes(RealSshd.run("sh", "-c", "seq 1 400000; seq 1 400000"))),
                RunnerScript.hash(bytes(printed.out())));
    }

    @Test
    void aDirectoryThatIsALinkIsAnotherPlace() throws Exception {
        Path real = Files.createDirectories(directory.resolve("work/real-" + UUID.randomUUID()));
        Path link = Files.createSymbolicLink(directory.resolve("work/link-" + UUID.randomUUID()), real);
        assertEquals("symlink", refusal(() -> runner().put(
                        link + "/file", bytes("x"), "", Optional.empty(), Optional.empty())));
        assertEquals("no-directory", refusal(() -> runner().put(
                        real + "/no/file", bytes("x"), "", Optional.empty(), Optional.empty())));
    }

    @Test
    void attributesOfAChangedFileStayAndNothingIsLeftBeside() throws Exception {
        Path place = Files.createDirectories(directory.resolve("work/place-" + UUID.randomUUID()));
        Path file = Files.writeString(place.resolve("it"), "old");
        RealSshd.run("chmod", "2751", file.toString());
        RealSshd.run("chown", "daemon:daemon", file.toString());
        RealSshd.run("chmod", "2751", file.toString());
        Files.writeString(place.resolve(".it.ostler-99"), "left by a crash");
        runner().put(file.toString(), bytes("new"), sha256("old"), Optional.empty(), Optional.empty());
        HostRunner.FileState now = runner().stat(file.toString());
        assertEquals("2751 daemon:daemon " + sha256("new"), now.mode() + " " + now.owner() + " " + now.sha256());
        try (Stream<Path> files = Files.list(place)) {
            assertEquals(1, files.count());
        }
        assertEquals("no-owner", refusal(() -> runner().put(
                        file.toString(), bytes("x"), sha256("new"), Optional.empty(), Optional.of("nobody-x:x"))));
        assertEquals("new", Files.readString(file));
    }
}
