package org.ostler.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ostler.credential.FixedCredentials;
import org.ostler.credential.KeysInMemory;
import org.ostler.credential.SshIdentity;

/**
 * A real OpenSSH server of a test's own: own configuration, own host key, a free loopback port, a throwaway key pair
 * for the login. Needs root, as any sshd that lets several users in.
 */
public final class RealSshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private RealSshd(Path directory, int port, List<String> options) {
        this.directory = directory;
        this.port = port;
        this.options = List.copyOf(options);
    }

    /** Whether this machine can run one; tests that cannot say so and are skipped. */
    public static boolean isPossible() {
        return Files.isExecutable(PROGRAM) && "root".equals(System.getProperty("user.name"));
    }

    /** @param options lines of sshd_config beside the necessary ones */
    public static RealSshd start(Path directory, String... options) {
        return startWith("ed25519", directory, options);
    }

    /** @param hostKey ed25519, ecdsa or rsa */
    public static RealSshd startWith(String hostKey, Path directory, String... options) {
        try {
            Files.createDirectories(directory);
            Files.createDirectories(Path.of("/run/sshd"));
            Files.setPosixFilePermissions(Path.of("/run/sshd"), PosixFilePermissions.fromString("rwxr-xr-x"));
            makeKey(directory.resolve("login"), "ed25519");
            makeKey(directory.resolve("host"), hostKey);
            Files.copy(directory.resolve("login.pub"), directory.resolve("authorized"));
            RealSshd server = new RealSshd(directory, freePort(), List.of(options));
            server.start();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return port;
    }

    /** The login key's private half, in OpenSSH's form. */
    public String privateKey() {
        return read("login");
    }

    public SshIdentity identity() {
        return FixedCredentials.key("root", privateKey());
    }

    public SshEndpoint endpoint(UUID id) {
        return new SshEndpoint(id, "real", "127.0.0.1", port, "real", false);
    }

    /** What sshd logged. */
    public String log() {
        return read("log");
    }

    /** Adds a public key line to those that may log in. */
    public void allow(String publicKey) throws IOException {
        Files.writeString(directory.resolve("authorized"), publicKey, java.nio.file.StandardOpenOption.APPEND);
    }

    /** A connection as root, whatever the host key. */
    public RemoteShell connect() throws SshTrouble {
        return connect(identity(), RunnerScript.ours());
    }

    RemoteShell connect(SshIdentity identity, RunnerScript script) throws SshTrouble {
        KeysInMemory keys = new KeysInMemory();
        RemoteShells shells = new RemoteShells(new FixedCredentials().with("real", identity), keys, script);
        SshEndpoint endpoint = endpoint(UUID.randomUUID());
        try {
            return shells.connect(endpoint);
        } catch (SshTrouble first) {
            if (first.kind() != SshTrouble.Kind.HOST_KEY_UNKNOWN) {
                throw first;
            }
            keys.accept(endpoint.id(), keys.offered(endpoint.id()).orElseThrow().fingerprint(), false);
            return shells.connect(endpoint);
        }
    }

    /** A new host key of this kind, as after a reinstallation. */
    public void reinstall(String hostKey) throws IOException {
        close();
        Files.delete(directory.resolve("host"));
        Files.delete(directory.resolve("host.pub"));
        makeKey(directory.resolve("host"), hostKey);
        start();
    }

    /** Ends every open connection at once, as a pulled cable does, and goes on listening. */
    public void cut() {
        for (ProcessHandle session : process.descendants().toList()) {
            if (session.info().command().orElse("").contains("sshd")) {
                session.destroyForcibly();
            }
        }
    }

    /** Stops every open connection's process without closing anything, as a host that hangs. */
    public void freeze() throws IOException {
        for (ProcessHandle session : process.descendants().toList()) {
            try {
                run("kill", "-STOP", Long.toString(session.pid()));
            } catch (IOException gone) {
                if (session.isAlive()) {
                    throw gone;
                }
            }
        }
    }

    @Override
    public void close() {
        cut();
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() throws IOException {
        List<String> lines = new ArrayList<>(options);
        lines.addAll(List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + directory.resolve("host"),
                "AuthorizedKeysFile " + directory.resolve("authorized"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "MaxStartups 200",
                "MaxSessions 200"));
        Path config = directory.resolve("sshd_config");
        Files.writeString(config, String.join("\n", lines) + "\n");
        process = new ProcessBuilder(PROGRAM.toString(), "-D", "-f", config.toString(), "-E", directory + "/log")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("sshd does not start: " + read("out") + read("log"));
            }
            Thread.onSpinWait();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void makeKey(Path file, String type, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("ssh-keygen", "-q", "-t", type, "-f", file.toString()));
        words.addAll(more.length == 0 ? List.of("-N", "") : List.of(more));
        run(words.toArray(String[]::new));
    }

    /** Runs a local program for a test's preparation. */
    static String run(String... words) throws IOException {
        Process program = new ProcessBuilder(words).redirectErrorStream(true).start();
        program.getOutputStream().close();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (program.waitFor() != 0) {
                throw new IOException(String.join(" ", words) + ": " + said);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return said;
    }

    /** Processes of this machine with the word in their arguments or environment. */
    static List<String> processesWith(String word) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .map(process -> lenient(process.resolve("cmdline")) + "\n" + lenient(process.resolve("environ")))
                    .filter(text -> text.contains(word))
                    .toList();
        }
    }

    /** A file of a process that may be gone by now. */
    static String lenient(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    static Optional<String> missing() {
        return isPossible() ? Optional.empty() : Optional.of("needs /usr/sbin/sshd and root");
    }
}
