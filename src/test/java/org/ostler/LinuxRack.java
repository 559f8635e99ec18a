package org.ostler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Many Linux hosts at once, cheap enough for hundreds: real OpenSSH servers on loopback addresses, each with processes,
 * files and a name of its own, with this machine's tools. systemd, libvirtd and what else a KVM host has and this one
 * need not have are small scripts. They are all alike at first; all are reached as root with the same key. Needs root.
 */
public final class LinuxRack implements AutoCloseable {
    private static final Path OURS = Path.of("src/test/resources/linux-rack");
    private static final Path ONE = Path.of("src/test/resources/linux-tree");

    /** On every one's own address. */
    private static final int PORT = 2022;

    /** For all of them; only a machine that hangs takes as long. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path directory;
    private final int size;
    private final Process process;

    private LinuxRack(Path directory, int size, Process process) {
        this.directory = directory;
        this.size = size;
        this.process = process;
    }

    /** What hosts are made from, in a directory that does not exist yet: done once for all of them. */
    private static void prepare(Path directory) throws IOException, InterruptedException {
        Path template = Files.createDirectories(directory.resolve("template"));
        LinuxTree.copy(ONE.resolve("debian-12"), template);
        LinuxTree.copy(OURS.resolve("etc"), template.resolve("etc"));
        Path programs = directory.resolve("programs/bin");
        LinuxTree.copy(ONE.resolve("programs"), programs);
        LinuxTree.copy(OURS.resolve("programs"), programs);
        Path systemctl = programs.resolve("systemctl");
        Files.writeString(
                systemctl,
                Files.readString(systemctl).replace("libvirtd-tcp.socket\"", "libvirtd-tcp.socket chrony.service\""));
        try (Stream<Path> all = Files.list(programs)) {
            all.forEach(program -> program.toFile().setExecutable(true, false));
        }
        // /usr/sbin comes first for root on some of the ways in.
        for (String name : List.of("ip", "aa-status", "apparmor_parser", "getenforce", "setenforce", "ufw")) {
            Files.createDirectories(directory.resolve("programs/sbin"));
            Files.createSymbolicLink(directory.resolve("programs/sbin").resolve(name), Path.of("../bin", name));
        }
        for (String name : List.of("usr", "proc", "dev", "tmp", "root/.ssh", "run/sshd", "var/lib/units", "etc/ssh")) {
            Files.createDirectories(template.resolve(name));
        }
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(template.resolve(name), Path.of("usr", name));
        }
        Files.createSymbolicLink(template.resolve("var/run"), Path.of("../run"));
        Files.createSymbolicLink(
                Files.createDirectories(template.resolve("etc/alternatives")).resolve("awk"),
                Path.of("/usr/bin/awk").toRealPath());
        Files.writeString(template.resolve("etc/passwd"), """
                root:x:0:0:root:/root:/bin/bash
                sshd:x:105:65534::/run/sshd:/usr/sbin/nologin
                nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
                """);
        Files.writeString(template.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
        LinuxTree.keygen(template.resolve("etc/ssh/host_key"));
        LinuxTree.keygen(directory.resolve("login"));
        Files.copy(directory.resolve("login.pub"), template.resolve("root/.ssh/authorized_keys"));
        Files.writeString(template.resolve("etc/ssh/sshd_config"), """
                HostKey /etc/ssh/host_key
                PidFile none
                UsePAM no
                StrictModes no
                PermitRootLogin prohibit-password
                AuthorizedKeysFile /root/.ssh/authorized_keys
                MaxStartups 200
                LogLevel ERROR
                """);
    }

    /**
     * Starts so many; returns when each of them answers.
     *
     * @param directory does not exist yet
     */
    public static LinuxRack start(Path directory, int size) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new AssertionError("this needs root: it mounts and changes the root directory");
        }
        prepare(directory);
        for (String script : List.of("rack.sh", "host.sh")) {
            Files.copy(OURS.resolve(script), directory.resolve(script));
        }
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--propagation",
                        "private",
                        "sh",
                        directory.resolve("rack.sh").toString(),
                        directory.toString(),
                        Integer.toString(size),
                        Integer.toString(PORT))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        LinuxRack rack = new LinuxRack(directory, size, process);
        boolean up = false;
        try {
            for (int number = 1; number <= size; number++) {
                rack.await(number);
            }
            up = true;
            return rack;
        } finally {
            if (!up) {
                rack.close();
            }
        }
    }

    private void await(int number) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address(number), PORT), 500);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException(
                            "host " + number + " does not answer: " + Files.readString(directory.resolve("log")),
                            notYet);
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    public int size() {
        return size;
    }

    public static String name(int number) {
        return "kvm-" + number;
    }

    /** @param number from 1 */
    public static String address(int number) {
        return "127.40." + number / 250 + "." + (number % 250 + 1);
    }

    public int port() {
        return PORT;
    }

    /** The file with the private key that root may log in with everywhere. */
    public Path key() {
        return directory.resolve("login");
    }

    /** A file of one host as it is now, whether it was ever written there or not. */
    public String read(int number, String absolute) {
        Path own = directory.resolve(Integer.toString(number)).resolve("upper" + absolute);
        try {
            return Files.readString(Files.exists(own) ? own : directory.resolve("template" + absolute));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All processes that make up the hosts now. */
    public Stream<ProcessHandle> processes() {
        return process.descendants();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            // Its directory can be removed once its mounts are gone, and those go with the last process.
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a rack without power goes on");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
