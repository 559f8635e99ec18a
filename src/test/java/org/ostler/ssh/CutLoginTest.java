package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.Cable;
import org.ostler.credential.FixedCredentials;
import org.ostler.credential.KeysInMemory;

/** A line that breaks at any byte of the login is no refusal: nobody is told to correct a good credential. */
class CutLoginTest {
    /** Bytes between two cuts; a login takes some three thousand each way. */
    private static final int STEP = Integer.getInteger("login.step", 120);

    private static final int LONGEST = 6_000;

    @TempDir
    Path directory;

    @Test
    void aCutInTheLoginIsNeverCalledARefusal() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs /usr/sbin/sshd and root");
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"));
                Cable cable = Cable.to(server.port())) {
            KeysInMemory keys = new KeysInMemory();
            RemoteShells shells = new RemoteShells(new FixedCredentials().with("real", server.identity()), keys);
            SshEndpoint endpoint = new SshEndpoint(UUID.randomUUID(), "real", "127.0.0.1", cable.port(), "real", false);
            assertEquals(SshTrouble.Kind.HOST_KEY_UNKNOWN, kind(shells, endpoint));
            keys.accept(endpoint.id(), keys.offered(endpoint.id()).orElseThrow().fingerprint(), false);
            int cuts = 0;
            for (Cable.Way way : Cable.Way.values()) {
                for (int bytes = 0; bytes < LONGEST; bytes += STEP) {
                    int before = cable.cuts();
                    cable.cutAfter(way, bytes, () -> {});
                    SshTrouble.Kind kind = kind(shells, endpoint);
                    if (cable.cuts() == before) {
                        break;
                    }
                    cuts++;
                    Set<SshTrouble.Kind> passing = bytes == 0
                            ? Set.of(SshTrouble.Kind.values())
                            : Set.of(SshTrouble.Kind.UNREACHABLE, SshTrouble.Kind.LOST);
                    assertTrue(kind == null || passing.contains(kind), kind + " after " + bytes + " bytes " + way);
                }
                cable.plugIn();
            }
            assertTrue(cuts > 20, "only " + cuts + " cuts fell into the login");
        }
    }

    /** What went wrong; null when nothing did. */
    private static SshTrouble.Kind kind(RemoteShells shells, SshEndpoint endpoint) {
        try (RemoteShell shell = shells.connect(endpoint)) {
            assertTrue(shell != null);
            return null;
        } catch (SshTrouble trouble) {
            return trouble.kind();
        }
    }
}
