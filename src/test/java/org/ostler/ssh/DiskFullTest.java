package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.facts.CommandLine;
import org.ostler.ssh.HostRunner.HostRefused;
import org.ostler.ssh.HostRunner.State;

/** A host whose disk is full, or becomes full while a command runs: a small memory file system of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiskFullTest {
    @TempDir
    static Path directory;

    private Path disk;
    private boolean mounted;
    private RealSshd server;

    @BeforeAll
    void mount() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs /usr/sbin/sshd and root");
        disk = Files.createDirectories(directory.toRealPath().resolve("disk"));
        try {
            RealSshd.run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
            mounted = true;
        } catch (IOException refused) {
            assumeTrue(false, "no tmpfs can be mounted here: " + refused.getMessage());
        }
        server = RealSshd.start(directory.resolve("sshd"));
    }

    @AfterAll
    void unmount() throws IOException {
        if (server != null) {
            server.close();
        }
        if (mounted) {
            RealSshd.run("umount", "-l", disk.toString());
        }
    }

    private RemoteShell connect() throws SshTrouble {
        return server.connect(
                server.identity(),
                new RunnerScript(
                        disk.resolve("base").toString(), RunnerScript.ours().text()));
    }

    @Test
    void aFullDiskStartsNothingAndWritesNothing() throws Exception {
        try (RemoteShell shell = connect()) {
            shell.runner().identity();
            Path file = Files.writeString(disk.resolve("file"), "as it was");
            Path filler = fill();
            UUID id = UUID.randomUUID();
            HostRefused noStart = assertThrows(
                    HostRefused.class, () -> shell.runner().start(id, CommandLine.of("true"), Optional.empty()));
            assertEquals("no-space", noStart.code());
            assertEquals(new State.Missing(), shell.runner().result(id));
            HostRefused noPut = assertThrows(HostRefused.class, () -> shell.runner()
                    .put(
                            file.toString(),
                            new byte[100_000],
                            RunnerScript.hash("as it was".getBytes(StandardCharsets.UTF_8)),
                            Optional.empty(),
                            Optional.empty()));
            assertEquals("no-space", noPut.code());
            assertEquals("as it was", Files.readString(file));
            Files.delete(filler);
        }
    }

    @Test
    void aDiskThatFillsMeanwhileStillTellsTheEnd() throws Exception {
        try (RemoteShell shell = connect()) {
            UUID id = UUID.randomUUID();
            shell.runner()
                    .start(id, CommandLine.of("sh", "-c", "head -c 30000000 /dev/zero; exit 5"), Optional.empty());
            long[] seen = new long[1];
            State end = shell.runner().follow(id, 0, 0, (stream, bytes, offset) -> seen[0] += bytes.length);
            assertEquals(new State.Exited(5), end);
            assertTrue(seen[0] > 1_000_000 && seen[0] < 13_000_000, "kept " + seen[0]);
            shell.runner().clean(id);
        }
    }

    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(filler)) {
            while (Files.size(filler) < 64_000_000) {
                out.write(block);
            }
        } catch (IOException full) {
            assertTrue(Files.size(filler) > 0, full.getMessage());
        }
        return filler;
    }
}
