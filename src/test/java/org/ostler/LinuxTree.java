package org.ostler;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Linux host under test: a real OpenSSH server on a high loopback port, in a file tree and a process space of its
 * own, with the real tools of this machine. Only systemd, libvirtd and ss are replaced by small scripts. It can lose
 * its power, which ends every process of it, and come back under another boot id. Needs root (mounts and chroot).
 *
 * <p>On a {@link PatchCable} it has a network of its own too: links, addresses and routes that it makes from its files when
 * it boots, with sshd on port 22 of an address that is reached from this machine.
 */
public final class LinuxTree implements AutoCloseable {
    private static final Path RESOURCES = Path.of("src/test/resources/linux-tree");
    private final Path tree;
    private final int port;
    private final Optional<PatchCable> cable;
    private Process server;

    private LinuxTree(Path tree, int port, Optional<PatchCable> cable) {
        this.tree = tree;
        this.port = port;
        this.cable = cable;
    }

    /**
     * Starts one from {@code linux-tree/<system>} in a directory that does not exist yet.
     *
     * @param local directories of {@code linux-tree} whose programs come before the system's own
     */
    public static LinuxTree start(String system, Path tree, String... local) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return start(system, tree, port, Optional.empty(), local);
    }

    /** One with a network of its own; the caller closes the cable after it. */
    public static LinuxTree start(String system, Path tree, PatchCable cable, String... local)
            throws IOException, InterruptedException {
        Path interfaces = Files.createDirectories(tree.resolve("etc/network")).resolve("interfaces");
        Files.writeString(interfaces, """
                auto lo
                iface lo inet loopback

                auto eth0
                iface eth0 inet static
                    address %s/24
                    gateway %s
                """.formatted(cable.address(), cable.gateway()));
        // Debian's awk is a link by way of /etc.
        Path alternatives = Files.createDirectories(tree.resolve("etc/alternatives"));
        Files.createSymbolicLink(
                alternatives.resolve("awk"), Path.of("/usr/bin/awk").toRealPath());
        String[] programs =
                Stream.concat(Stream.of("network"), Stream.of(local)).toArray(String[]::new);
        return start(system, tree, 22, Optional.of(cable), programs);
    }

    private static LinuxTree start(String system, Path tree, int port, Optional<PatchCable> cable, String... local)
            throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new AssertionError("this test needs root: it mounts and changes the root directory");
        }
        copy(RESOURCES.resolve(system), tree);
        copy(RESOURCES.resolve("programs"), tree.resolve(".programs"));
        Files.createDirectories(tree.resolve(".local"));
        for (String directory : local) {
            copy(RESOURCES.resolve(directory), tree.resolve(".local"));
        }
        Path ssh = Files.createDirectories(tree.resolve("etc/ssh"));
        Path login = Files.createDirectories(tree.resolve("root/.ssh"));
        keygen(ssh.resolve("host_key"));
        keygen(tree.resolve(".login"));
        Files.copy(tree.resolve(".login.pub"), login.resolve("authorized_keys"));
        Files.writeString(tree.resolve("etc/passwd"), """
                root:x:0:0:root:/root:/bin/bash
                sshd:x:105:65534::/run/sshd:/usr/sbin/nologin
                nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
                """);
        Files.writeString(tree.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
        Files.writeString(ssh.resolve("sshd_config"), """
                ListenAddress %s:%d
                HostKey /etc/ssh/host_key
                PidFile none
                UsePAM no
                StrictModes no
                PermitRootLogin prohibit-password
                AuthorizedKeysFile /root/.ssh/authorized_keys
                MaxStartups 200
                """.formatted(cable.isPresent() ? "0.0.0.0" : "127.0.0.1", port));
        LinuxTree host = new LinuxTree(tree, port, cable);
        host.powerOn();
        return host;
    }

    /** Boots; returns when SSH answers. */
    public void powerOn() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if (cable.isPresent()) {
            words.addAll(List.of("ip", "netns", "exec", cable.get().namespace()));
        }
        words.addAll(List.of("unshare", "--mount", "--uts", "--propagation", "private", "--pid", "--fork"));
        words.addAll(List.of("--kill-child", "sh", RESOURCES.resolve("start.sh").toString()));
        words.addAll(List.of(tree.toAbsolutePath().toString(), UUID.randomUUID().toString()));
        if (cable.isPresent()) {
            words.add("network");
        }
        server = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        awaitPort();
    }

    /** Every process of it ends at once; what is not on its disk is lost. */
    public void powerOff() throws InterruptedException {
        close();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("a host without power goes on");
        }
    }

    /** Loses its power, and boots: links, addresses and routes are those of its files then. */
    public void powerCycle() throws IOException, InterruptedException {
        powerOff();
        if (cable.isPresent()) {
            cable.get().unplug();
            cable.get().plug();
        }
        powerOn();
    }

    private Path log() {
        return tree.resolveSibling(tree.getFileName() + ".sshd");
    }

    /** A user who becomes root by sudo without a password, and logs in with the same key. */
    public void addSudoUser(String name) throws IOException {
        Files.writeString(
                file("/etc/passwd"), name + ":x:1000:1000::/:/bin/sh\n", java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(file("/etc/group"), name + ":x:1000:\n", java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(file("/etc/hosts"), "127.0.0.1 localhost\n");
        Path rules =
                Files.writeString(file("/etc/sudoers"), "root ALL=(ALL) ALL\n" + name + " ALL=(ALL) NOPASSWD: ALL\n");
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("r--r-----"));
        Files.createDirectories(file("/etc/pam.d"));
        Files.writeString(file("/etc/pam.d/sudo"), "account required pam_permit.so\nsession required pam_permit.so\n");
    }

    /** A person of this host who logs in with a password, and becomes root by typing it again at sudo. */
    public void addUser(String name, String password) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("openssl", "passwd", "-6", "-stdin").start();
        made.getOutputStream().write((password + "\n").getBytes(StandardCharsets.UTF_8));
        made.getOutputStream().close();
        String hash = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Path etc = tree.resolve("etc");
        add(etc.resolve("passwd"), name + ":x:1000:1000::/tmp:/bin/sh\n");
        add(etc.resolve("group"), name + ":x:1000:\n");
        add(etc.resolve("shadow"), name + ":" + hash + ":19000:0:99999:7:::\n");
        add(
                etc.resolve("hosts"),
                "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName() + "\n");
        Path pam = Files.createDirectories(etc.resolve("pam.d"));
        for (String service : List.of("sudo", "sudo-i")) {
            Files.writeString(
                    pam.resolve(service),
                    "auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_permit.so\n");
        }
        Path rules = etc.resolve("sudoers");
        Files.writeString(rules, "root ALL=(ALL) ALL\n" + name + " ALL=(ALL) ALL\n");
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("r--r-----"));
    }

    private static void add(Path file, String line) throws IOException {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Runs a program on the host's own console, as root: it sees the host's processes and no others. */
    public String run(String... words) throws IOException, InterruptedException {
        long init = server.children()
                .findFirst()
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new IOException("the host has no power"));
        List<String> all = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                Long.toString(init),
                "--mount",
                "--pid",
                "--net",
                "chroot",
                tree.toAbsolutePath().toString()));
        all.addAll(List.of(words));
        Process program = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        program.waitFor();
        return said;
    }

    /** How many are logged in: OpenSSH has a process for each. */
    public long sessions() {
        return server.descendants()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(words -> words.contains("sshd: "))
                .filter(words -> !words.contains("listener"))
                .count();
    }

    /** Where it is reached at first. */
    public String address() {
        return cable.map(PatchCable::address).orElse("127.0.0.1");
    }

    public int port() {
        return port;
    }

    /** The private key that root may log in with, in OpenSSH's form. */
    public String key() throws IOException {
        return Files.readString(tree.resolve(".login"));
    }

    public Path file(String absolute) {
        return tree.resolve(absolute.substring(1));
    }

    /** Every file below {@code /etc} with its bytes as text, mode and owner: what "byte for byte" is compared with. */
    public Map<String, String> etc() throws IOException {
        Map<String, String> seen = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tree.resolve("etc"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                seen.put(
                        "/" + tree.relativize(file),
                        Files.getPosixFilePermissions(file) + " " + Files.getOwner(file) + "\n"
                                + Files.readString(file));
            }
        }
        return seen;
    }

    private void awaitPort() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address(), port), 500);
                return;
            } catch (IOException notYet) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new AssertionError("sshd did not start: " + Files.readString(log()));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** A key without a passphrase. */
    static void keygen(Path key) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new AssertionError("ssh-keygen failed");
        }
    }

    /** With everything below it, over what is there. */
    static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public void close() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
    }
}
