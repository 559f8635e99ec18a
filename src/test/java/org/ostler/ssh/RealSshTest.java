package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.BesideOthers;
import org.ostler.credential.FixedCredentials;
import org.ostler.credential.KeysInMemory;
import org.ostler.credential.Secret;
import org.ostler.credential.SshIdentity;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Look;

/** Connecting, looking and terminals, against a real OpenSSH server. */
@BesideOthers
class RealSshTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String[] LIKE_4_3 = {
        "HostKeyAlgorithms ssh-rsa",
        "PubkeyAcceptedAlgorithms ssh-rsa",
        "KexAlgorithms diffie-hellman-group14-sha1",
        "Ciphers aes128-ctr",
        "MACs hmac-sha1"
    };

    @TempDir
    Path directory;

    private final KeysInMemory keys = new KeysInMemory();
    private final UUID id = UUID.randomUUID();

    @BeforeAll
    static void canRun() {
        assumeTrue(RealSshd.isPossible(), "needs /usr/sbin/sshd and root");
    }

    private RemoteShell connect(RealSshd server, SshIdentity identity, boolean weak) throws SshTrouble {
        SshEndpoint endpoint = new SshEndpoint(id, "real", "127.0.0.1", server.port(), "real", weak);
        return new RemoteShells(new FixedCredentials().with("real", identity), keys).connect(endpoint);
    }

    private SshTrouble refused(RealSshd server, SshIdentity identity) {
        return assertThrows(
                SshTrouble.class, () -> connect(server, identity, false).close());
    }

    private void acceptOffered() {
        keys.accept(id, keys.offered(id).orElseThrow().fingerprint(), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void anUnknownKeyOfAnyKindWaitsForAYesAndThenConnects(String kind) throws Exception {
        try (RealSshd server = RealSshd.startWith(kind, directory.resolve("sshd"))) {
            SshTrouble unknown = refused(server, server.identity());
            assertEquals(SshTrouble.Kind.HOST_KEY_UNKNOWN, unknown.kind());
            String printed = RealSshd.run("ssh-keygen", "-lf", directory + "/sshd/host.pub")
                    .split(" ", 3)[1];
            assertTrue(unknown.getMessage().contains(printed), unknown.getMessage());
            acceptOffered();
            try (RemoteShell shell = connect(server, server.identity(), false)) {
                assertEquals("0\n", shell.run(CommandLine.of("id", "-u"), SOON).out());
            }
        }
    }

    @Test
    void oneShellAnswersEachTurnUnlessItIsBusyOrHangs() throws Exception {
        CommandLine asker = CommandLine.of("sh", "-c", "echo $PPID");
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"))) {
            refused(server, server.identity());
            acceptOffered();
            try (RemoteShell shell = connect(server, server.identity(), false)) {
                String standing = shell.run(asker, SOON).out();
                assertEquals(standing, shell.run(asker, SOON).out());
                Path held = Files.createFile(directory.resolve("held"));
                CompletableFuture<Answer> busy = CompletableFuture.supplyAsync(() -> waitFor(shell, held));
                while (RealSshd.processesWith(held.toString()).isEmpty()) {
                    assertFalse(busy.isDone(), "it ended before it was let go");
                }
                assertNotEquals(standing, shell.run(asker, SOON).out());
                Files.delete(held);
                assertEquals("over\n", busy.get(30, TimeUnit.SECONDS).out());
                assertEquals(standing, shell.run(asker, SOON).out());
                SshTrouble hung = assertThrows(
                        SshTrouble.class, () -> shell.run(CommandLine.of("sleep", "60"), Duration.ofMillis(500)));
                assertTrue(hung.kind() == SshTrouble.Kind.LOST && shell.isOpen(), "the line itself is good");
                assertEquals(
                        "next\n",
                        shell.run(CommandLine.of("echo", "next"), SOON).out());
                assertNotEquals(standing, shell.run(asker, SOON).out());
            }
        }
    }

    private static Answer waitFor(RemoteShell shell, Path held) {
        try {
            return shell.run(
                    CommandLine.of("sh", "-c", "while [ -e " + held + " ]; do sleep 0.1; done; echo over"), SOON);
        } catch (SshTrouble trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    @Test
    void aChangedKeyStopsAndShowsBoth() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"))) {
            refused(server, server.identity());
            acceptOffered();
            String before = keys.accepted(id).orElseThrow().fingerprint();
            server.reinstall("rsa");
            SshTrouble changed = refused(server, server.identity());
            assertEquals(SshTrouble.Kind.HOST_KEY_CHANGED, changed.kind());
            String after = keys.offered(id).orElseThrow().fingerprint();
            assertTrue(changed.getMessage().contains(before)
                    && changed.getMessage().contains(after));
        }
    }

    @Test
    void algorithmsOfOldServersNeedAYes() throws Exception {
        try (RealSshd server = RealSshd.startWith("rsa", directory.resolve("sshd"), LIKE_4_3)) {
            Path rsa = directory.resolve("rsa");
            RealSshd.makeKey(rsa, "rsa", "-m", "PEM", "-N", "");
            server.allow(Files.readString(directory.resolve("rsa.pub")));
            SshIdentity identity = FixedCredentials.key("root", Files.readString(rsa));
            assertEquals(
                    SshTrouble.Kind.WEAK_ALGORITHMS, refused(server, identity).kind());
            SshTrouble unknown = assertThrows(SshTrouble.class, () -> connect(server, identity, true));
            assertEquals(SshTrouble.Kind.HOST_KEY_UNKNOWN, unknown.kind());
            acceptOffered();
            try (RemoteShell shell = connect(server, identity, true)) {
                assertEquals(
                        "ok\n", shell.run(CommandLine.of("echo", "ok"), SOON).out());
            }
        }
    }

    @Test
    void keysAreReadInEveryCommonForm() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"))) {
            refused(server, server.identity());
            acceptOffered();
            for (String type : new String[] {"ed25519", "ecdsa", "rsa"}) {
                for (String passphrase : new String[] {"", "open sesame"}) {
                    login(server, type, passphrase, "RFC4716");
                    if (!type.equals("ed25519")) {
                        login(server, type, passphrase, "PEM");
                        login(server, type, passphrase, "PKCS8");
                    }
                }
            }
            Path pkcs8 = directory.resolve("ed-pkcs8");
            RealSshd.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", pkcs8.toString());
            Files.setPosixFilePermissions(pkcs8, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            PrivateKeys.read(new Secret(Files.readString(pkcs8)), Optional.empty());
            server.allow(opensshForm(pkcs8));
            connect(server, FixedCredentials.key("root", Files.readString(pkcs8)), false)
                    .close();
        }
    }

    private static String opensshForm(Path pkcs8) throws IOException {
        var pair = PrivateKeys.read(new Secret(Files.readString(pkcs8)), Optional.empty());
        return "ssh-ed25519 " + HostKeyGate.Shown.of(pair.getPublic()).encoded() + "\n";
    }

    private void login(RealSshd server, String type, String passphrase, String form) throws Exception {
        Path file = directory.resolve(UUID.randomUUID().toString());
        String bits = type.equals("rsa") ? "2048" : "256";
        RealSshd.makeKey(file, type, "-b", bits, "-m", form, "-N", passphrase);
        server.allow(Files.readString(Path.of(file + ".pub")));
        SshIdentity right = identity(Files.readString(file), passphrase);
        assertEquals("", passphrase.isEmpty() ? "" : refusalOf(server, identity(Files.readString(file), "wrong")));
        try (RemoteShell shell = connect(server, right, false)) {
            assertTrue(shell.isOpen(), type + " " + form);
        }
    }

    private String refusalOf(RealSshd server, SshIdentity wrong) {
        SshTrouble trouble = refused(server, wrong);
        return trouble.kind() == SshTrouble.Kind.LOGIN_REFUSED ? "" : trouble.toString();
    }

    private static SshIdentity identity(String key, String passphrase) {
        return new SshIdentity(
                "root",
                Optional.empty(),
                Optional.of(new Secret(key)),
                passphrase.isEmpty() ? Optional.empty() : Optional.of(new Secret(passphrase)),
                false,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void reachesAHostBehindAJumpHost() throws Exception {
        try (RealSshd jump = RealSshd.startWith("rsa", directory.resolve("jump"));
                RealSshd server = RealSshd.start(directory.resolve("sshd"))) {
            SshIdentity through = new SshIdentity(
                    "root",
                    Optional.empty(),
                    Optional.of(new Secret(server.privateKey())),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.of(new SshIdentity.Jump("127.0.0.1", jump.port(), jump.identity())));
            assertTrue(refused(server, through).getMessage().contains("jump host"));
            UUID jumpId = org.ostler.credential.KnownHosts.jumpId("127.0.0.1", jump.port());
            keys.accept(jumpId, keys.offered(jumpId).orElseThrow().fingerprint(), false);
            refused(server, through);
            acceptOffered();
            try (RemoteShell shell = connect(server, through, false)) {
                assertEquals(
                        "ok\n", shell.run(CommandLine.of("echo", "ok"), SOON).out());
            }
        }
    }

    @Test
    void whatIsAskedTogetherIsAnsweredAsIfItWereAskedAlone() throws Exception {
        Path binary = Files.write(directory.resolve("it's binary"), new byte[] {'a', 0, (byte) 0xff, '\n', '\n'});
        List<Look> looks = List.of(
                new Look.Run(CommandLine.of("printf", "no end of line")),
                new Look.Run(CommandLine.of("sh", "-c", "echo told; echo warned >&2; exit 3")),
                new Look.Run(CommandLine.of("no-such-program")),
                new Look.Run(CommandLine.of("cat")),
                new Look.Read(binary.toString()),
                new Look.Read(directory.resolve("missing").toString()),
                new Look.Read(directory.toString()),
                new Look.Run(CommandLine.of("seq", "1", "200000")),
                new Look.Run(CommandLine.of("sh", "-c", "kill -9 $$")),
                new Look.Run(CommandLine.of("true")));
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"))) {
            refused(server, server.identity());
            acceptOffered();
            try (RemoteShell shell = connect(server, server.identity(), false)) {
                List<Answer> alone = new ArrayList<>();
                for (Look look : looks) {
                    shell.look(List.of(look), SOON, alone::add);
                }
                List<Answer> together = new ArrayList<>();
                shell.look(looks, SOON, together::add);
                assertEquals(looks.size(), together.size());
                for (int i = 0; i < looks.size(); i++) {
                    boolean shellSpeaks = i == 2 || i == 8;
                    assertEquals(alone.get(i).out(), together.get(i).out());
                    assertEquals(
                            shellSpeaks ? "" : alone.get(i).err(),
                            shellSpeaks ? "" : together.get(i).err());
                    assertEquals(
                            i == 8 ? 137 : alone.get(i).exit(), together.get(i).exit());
                }
                assertEquals(127, together.get(2).exit());
            }
        }
    }

    @Test
    void looksKeepStatusAndBothOutputsAndEveryArgument() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"));
                RemoteShell shell = server.connect()) {
            String[] odd = {"", "a b", "it's", "\"$HOME\"", "*", "line\nbreak", "ünï 中文", "-n", "\\"};
            CommandLine print = CommandLine.of("printf", "%s|").plus(odd);
            assertEquals(String.join("|", odd) + "|", shell.run(print, SOON).out());
            Answer both = shell.run(CommandLine.of("sh", "-c", "echo o; echo e >&2; exit 3"), SOON);
            assertEquals(new Answer(3, "o\n", "e\n"), both);
            assertEquals(127, shell.run(CommandLine.of("/no/such"), SOON).exit());
            Answer much = shell.run(
                    CommandLine.of("sh", "-c", "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero"), SOON);
            assertEquals(3000000, much.out().length());
            assertEquals(3000000, much.err().length());
        }
    }

    @Test
    void aLookHasALimitInTimeAndSize() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"));
                RemoteShell shell = server.connect()) {
            assertThrows(SshTrouble.class, () -> shell.run(CommandLine.of("sleep", "60"), Duration.ofMillis(300)));
            assertThrows(SshTrouble.class, () -> shell.run(CommandLine.of("cat", "/dev/zero"), SOON));
            assertEquals(
                    "still here\n",
                    shell.run(CommandLine.of("echo", "still here"), SOON).out());
        }
    }

    @Test
    void readsFilesAndTellsAbsentFromUnreadable() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"));
                RemoteShell shell = server.connect()) {
            Path file = Files.writeString(directory.resolve("a file"), "größe\n");
            assertEquals(new Answer(0, "größe\n", ""), shell.read(file.toString()));
            assertEquals(Answer.absent(), shell.read(directory + "/none"));
            assertTrue(shell.read(directory.toString()).exit() > 1);
        }
    }

    @Test
    void aCutLineIsALostLook() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"));
                RemoteShell shell = server.connect()) {
            server.cut();
            SshTrouble lost = assertThrows(SshTrouble.class, () -> shell.run(CommandLine.of("sleep", "60"), SOON));
            assertEquals(SshTrouble.Kind.LOST, lost.kind());
            assertFalse(shell.isOpen());
        }
    }

    @Test
    void aSilentLineIsNoticedWithinTwentySeconds() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"));
                RemoteShell shell = server.connect()) {
            server.freeze();
            long begun = System.nanoTime();
            SshTrouble lost = assertThrows(
                    SshTrouble.class, () -> shell.run(CommandLine.of("sleep", "60"), Duration.ofSeconds(50)));
            assertEquals(SshTrouble.Kind.LOST, lost.kind());
            assertTrue(System.nanoTime() - begun < 25_000_000_000L, "noticed at last");
            assertFalse(shell.isOpen());
        }
    }

    @Test
    void aTerminalTypesPrintsAndResizes() throws Exception {
        try (RealSshd server = RealSshd.start(directory.resolve("sshd"));
                RemoteShell shell = server.connect()) {
            Screen screen = new Screen();
            try (RemoteShell.TerminalSession terminal = shell.terminal(80, 24, screen)) {
                terminal.type("stty size\r".getBytes(StandardCharsets.UTF_8));
                screen.waitFor("24 80");
                terminal.resize(100, 30);
                terminal.type("stty size\r".getBytes(StandardCharsets.UTF_8));
                screen.waitFor("30 100");
                assertTrue(terminal.isOpen());
            }
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws Exception {
        RealSshd server = RealSshd.start(directory.resolve("sshd"));
        server.close();
        assertEquals(
                SshTrouble.Kind.UNREACHABLE, refused(server, server.identity()).kind());
    }

    /** What a terminal shows; waited for, not slept for. */
    static final class Screen extends OutputStream {
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int one) {
            shown.write(one);
            notifyAll();
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            shown.write(bytes, from, length);
            notifyAll();
        }

        synchronized String text() {
            return shown.toString(StandardCharsets.UTF_8);
        }

        synchronized void waitFor(String text) throws InterruptedException {
            long deadline = System.nanoTime() + SOON.toNanos();
            while (!text().contains(text)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                assertTrue(left > 0, () -> "never shown: " + text + " in " + text());
                wait(left);
            }
        }
    }
}
