package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.credential.FixedCredentials;
import org.ostler.credential.KeysInMemory;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Look;

/** Servers that behave as only a test's own can: half a line, a cut in the middle, a contract broken on purpose. */
class OddServersTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final KeysInMemory keys = new KeysInMemory();
    private final UUID id = UUID.randomUUID();
    private SshServer server;

    /** What a server does with one command. */
    @FunctionalInterface
    private interface Behaviour {
        /** Returns the exit status; a negative one ends the connection instead. */
        int answer(String words, InputStream in, OutputStream out, OutputStream err) throws IOException;
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.stop(true);
        }
    }

    private void serve(Behaviour behaviour) throws IOException {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host")));
        server.setPasswordAuthenticator((user, password, session) -> user.equals("root") && password.equals("right"));
        server.setKeyboardInteractiveAuthenticator(KeyboardInteractiveAuthenticator.NONE);
        server.setCommandFactory((channel, words) -> new Behaving(words, behaviour));
        server.start();
    }

    private RemoteShell connect(String password) throws SshTrouble {
        RemoteShells shells =
                new RemoteShells(new FixedCredentials().with("odd", FixedCredentials.password("root", password)), keys);
        SshEndpoint endpoint = new SshEndpoint(id, "odd", "127.0.0.1", server.getPort(), "odd", false);
        if (keys.accepted(id).isEmpty()) {
            SshTrouble unknown = assertThrows(SshTrouble.class, () -> shells.connect(endpoint));
            assertEquals(SshTrouble.Kind.HOST_KEY_UNKNOWN, unknown.kind(), unknown.getMessage());
            keys.accept(id, keys.offered(id).orElseThrow().fingerprint(), false);
        }
        return shells.connect(endpoint);
    }

    private static void print(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    @Test
    void logsInByPasswordAndTellsARefusalWithoutIt() throws Exception {
        serve((words, in, out, err) -> 0);
        connect("right").close();
        SshTrouble refused = assertThrows(SshTrouble.class, () -> connect("wrong-canary"));
        assertEquals(SshTrouble.Kind.LOGIN_REFUSED, refused.kind());
        assertFalse(refused.getMessage().contains("wrong-canary"), refused.getMessage());
    }

    @Test
    void logsInWhereOnlyQuestionsAreAsked() throws Exception {
        serve((words, in, out, err) -> 0);
        PasswordAuthenticator passwords = server.getPasswordAuthenticator();
        server.setUserAuthFactories(
                List.of(org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory.INSTANCE));
        server.setKeyboardInteractiveAuthenticator(new DefaultKeyboardInteractiveAuthenticator());
        server.setPasswordAuthenticator(passwords);
        connect("right").close();
    }

    @Test
    void anotherServersKeyStopsBeforeTheLogin() throws Exception {
        serve((words, in, out, err) -> 0);
        connect("right").close();
        server.stop(true);
        directory = java.nio.file.Files.createDirectories(directory.resolve("other"));
        serve((words, in, out, err) -> 0);
        SshTrouble changed = assertThrows(SshTrouble.class, () -> connect("right"));
        assertEquals(SshTrouble.Kind.HOST_KEY_CHANGED, changed.kind());
        assertTrue(changed.getMessage().contains(keys.accepted(id).orElseThrow().fingerprint()));
    }

    @Test
    void aLineCutInTheMiddleIsLostNotShorter() throws Exception {
        serve((words, in, out, err) -> {
            print(out, "half a li");
            return -1;
        });
        try (RemoteShell shell = connect("right")) {
            SshTrouble lost = assertThrows(SshTrouble.class, () -> shell.run(CommandLine.of("x"), SOON));
            assertEquals(SshTrouble.Kind.LOST, lost.kind());
            long deadline = System.nanoTime() + SOON.toNanos();
            while (shell.isOpen()) {
                assertTrue(System.nanoTime() < deadline, "the end of the line was never seen");
            }
        }
    }

    private static final List<Look> THREE = List.of(
            new Look.Run(CommandLine.of("first")),
            new Look.Run(CommandLine.of("second")),
            new Look.Run(CommandLine.of("third")));

    @Test
    void whereThereIsNoShellEachIsAskedAlone() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        serve((words, in, out, err) -> {
            asked.add(words.split(" ", 2)[0]);
            print(out, words);
            return words.startsWith("sh") ? 127 : 0;
        });
        try (RemoteShell shell = connect("right")) {
            List<String> answers = new ArrayList<>();
            shell.look(THREE, SOON, answer -> answers.add(answer.out()));
            shell.look(THREE, SOON, answer -> answers.add(answer.out()));
            assertEquals(List.of("first", "second", "third", "first", "second", "third"), answers);
            assertEquals(List.of("sh", "first", "second", "third", "first", "second", "third"), asked);
        }
    }

    @Test
    void answersBeforeALostLineAreToldAndTheHalfOneIsNot() throws Exception {
        serve((words, in, out, err) -> {
            BufferedReader programs = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String hello = mark(programs.readLine());
            print(err, hello + "\n");
            print(out, hello + " 0\n");
            String mark = mark(programs.readLine());
            print(err, mark + "\n" + mark + "\n");
            print(out, "whole" + mark + " 0\nhalf" + mark);
            return -1;
        });
        try (RemoteShell shell = connect("right")) {
            List<String> answers = new ArrayList<>();
            SshTrouble lost =
                    assertThrows(SshTrouble.class, () -> shell.look(THREE, SOON, answer -> answers.add(answer.out())));
            assertEquals(SshTrouble.Kind.LOST, lost.kind());
            assertEquals(List.of("whole"), answers);
        }
    }

    private static String mark(String program) {
        return program.replaceAll("(?s).*?; echo (\\w+) .*", "$1");
    }

    @Test
    void halfAnAnswerOfTheRunnerIsLost() throws Exception {
        for (String answer :
                List.of("boot-id a\nmarker b\nvers", "", "boot-id a\n", "boot-id a\nmarker b\nversion 2\n")) {
            if (server != null) {
                server.stop(true);
            }
            serve((words, in, out, err) -> {
                print(out, answer);
                return 0;
            });
            try (RemoteShell shell = connect("right")) {
                SshTrouble lost =
                        assertThrows(SshTrouble.class, () -> shell.runner().identity());
                assertEquals(SshTrouble.Kind.LOST, lost.kind(), answer);
            }
        }
    }

    @Test
    void aStreamThatEndsWithoutItsStateIsLostAndKeepsWhatCame() throws Exception {
        serve((words, in, out, err) -> {
            if (words.equals("sh")) {
                return 127;
            }
            if (words.contains(" identity")) {
                print(out, "boot-id a\nmarker b\nversion 1\n");
                return 0;
            }
            print(out, "H\nO 0 5\nabcdeO 5 1");
            print(out, "0\nfgh");
            return -1;
        });
        try (RemoteShell shell = connect("right")) {
            StringBuilder seen = new StringBuilder();
            SshTrouble lost = assertThrows(
                    SshTrouble.class, () -> shell.runner().follow(UUID.randomUUID(), 0, 0, (stream, bytes, offset) -> {
                        assertEquals(seen.length(), offset);
                        seen.append(new String(bytes, StandardCharsets.UTF_8));
                    }));
            assertEquals(SshTrouble.Kind.LOST, lost.kind());
            assertTrue(
                    seen.length() >= 5 && "abcdefgh".startsWith(seen.toString()),
                    "whatever of it left the server, in order: " + seen);
        }
    }

    @Test
    void aContractBrokenOnPurposeIsTrouble() throws Exception {
        for (String answer : List.of("O x y\n", "Q\n", "O 0 99999999999999\n", "x".repeat(100_000), "S dancing\n")) {
            if (server != null) {
                server.stop(true);
            }
            serve((words, in, out, err) -> {
                print(out, words.contains(" identity") ? "boot-id a\nmarker b\nversion 1\n" : answer);
                return 0;
            });
            try (RemoteShell shell = connect("right")) {
                assertThrows(SshTrouble.class, () -> shell.runner()
                        .follow(UUID.randomUUID(), 0, 0, (stream, bytes, offset) -> {}));
            }
        }
    }

    @Test
    void aServerThatIsNoSshServerIsUnreachable() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> {
                try (var caller = web.accept()) {
                    print(caller.getOutputStream(), "HTTP/1.1 400 Bad Request\r\n\r\n".repeat(100));
                } catch (IOException closed) {
                    // The test is over.
                    Thread.currentThread().interrupt();
                }
            });
            answers.setDaemon(true);
            answers.start();
            RemoteShells shells =
                    new RemoteShells(new FixedCredentials().with("odd", FixedCredentials.password("root", "x")), keys);
            SshEndpoint endpoint = new SshEndpoint(id, "odd", "127.0.0.1", web.getLocalPort(), "odd", false);
            SshTrouble trouble = assertThrows(SshTrouble.class, () -> shells.connect(endpoint));
            assertEquals(SshTrouble.Kind.UNREACHABLE, trouble.kind(), trouble.getMessage());
        }
    }

    /** A command of the server, on a thread of its own. */
    private static final class Behaving implements Command {
        private final String words;
        private final Behaviour behaviour;
        private InputStream in;
        private OutputStream out;
        private OutputStream err;
        private ExitCallback end;

        Behaving(String words, Behaviour behaviour) {
            this.words = words;
            this.behaviour = behaviour;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            end = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread thread = new Thread(() -> {
                try {
                    int status = behaviour.answer(words, in, out, err);
                    if (status >= 0) {
                        end.onExit(status);
                    } else {
                        channel.getServerSession().close(true);
                    }
                } catch (IOException gone) {
                    end.onExit(255, gone.toString());
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession channel) {
            // Its thread ends with its behaviour.
        }
    }
}
