package org.ostler.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.ostler.LinuxTree;
import org.ostler.bench.Workplace;

/**
 * A real host that prints what is measured, when it is told to, and the plain {@code ssh} client as a reader beside
 * Ostler. In a run of the libvirt chapter it prints while it restarts libvirtd.
 */
final class PrintingHost {
    private static final String PRINT = "/var/lib/units/print";

    /** Longer than any screen and shorter than a mark's neighbours: what tools print in bulk. */
    private static final int LINE = 100;

    private final LinuxTree tree;
    private final Workplace place;

    PrintingHost(Workplace place, String name) throws IOException, InterruptedException {
        this.place = place;
        tree = place.keep(LinuxTree.start("debian-12", place.directory().resolve(name), "printing"));
        Files.createDirectories(tree.file("/var/lib/units"));
    }

    LinuxTree tree() {
        return tree;
    }

    /** So many lines that say when they were printed, 10 to 34 ms apart. */
    void printMarks(int lines) throws IOException {
        print("i=0; while [ $i -lt " + lines
                + " ]; do i=$((i+1)); sleep 0.0$((i * 7 % 25 + 10)); date \"+mark $i %s%N\"; done");
    }

    /** So many lines at once. */
    void printFlood(int lines) throws IOException {
        StringBuilder text = new StringBuilder(lines * LINE);
        for (int number = 1; number <= lines; number++) {
            String begin = "line " + number + " of much output: ";
            text.append(begin).append("abcdefghij klmnopqrst ".repeat(5), 0, LINE - 1 - begin.length());
            text.append('\n');
        }
        Files.writeString(tree.file("/var/lib/units/flood"), text, StandardCharsets.ISO_8859_1);
        print("cat /var/lib/units/flood");
    }

    private void print(String words) throws IOException {
        Path script = Files.writeString(tree.file(PRINT), """
                #!/bin/sh
                echo ready
                while [ ! -e /var/lib/units/go ]; do sleep 0.02; done
                %s
                echo all is printed
                """.formatted(words));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Who is ready prints now, and so does whoever comes later. */
    void go() throws IOException {
        Files.writeString(tree.file("/var/lib/units/go"), "");
    }

    void hold() throws IOException {
        Files.deleteIfExists(tree.file("/var/lib/units/go"));
    }

    /** The plain client as a reader of the same lines; returns when it is connected, and it reads on. */
    Thread ssh(Arrivals arrivals, boolean inATerminal) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("ssh", "-F", "none", "-i"));
        words.add(tree.file("/.login").toString());
        words.addAll(List.of("-p", Integer.toString(tree.port())));
        for (String option : List.of(
                "StrictHostKeyChecking=no",
                "UserKnownHostsFile=" + place.directory().resolve("known_hosts"),
                "LogLevel=ERROR")) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(List.of(inATerminal ? "-tt" : "-T", "root@" + tree.address(), PRINT));
        Process client = place.keep(new ProcessBuilder(words)
                .redirectError(place.directory().resolve("ssh.err").toFile())
                .start());
        Thread reader = new Thread(() -> read(client, arrivals), "ssh");
        reader.start();
        arrivals.await("ready");
        arrivals.beginAgain();
        return reader;
    }

    private static void read(Process client, Arrivals arrivals) {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream printed = client.getInputStream()) {
            for (int length = printed.read(buffer); length >= 0; length = printed.read(buffer)) {
                arrivals.came(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException ended) {
            arrivals.came("the ssh client ended: " + ended);
        }
    }

    static String program() {
        return PRINT;
    }

    /** What a person types into a terminal for the same. */
    static String typed() {
        return PRINT + "\r";
    }
}
