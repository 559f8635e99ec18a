package org.ostler.guide.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ostler.configfile.KeyValueFile;
import org.ostler.facts.Answer;
import org.ostler.facts.LinuxFacts;

/**
 * A real libvirtd starts with the files that the chapter writes, listens where it shall and lets a client in; with other
 * files it does not. It is unpacked, not installed, has namespaces of its own and no drivers: what is tried is its own
 * start. Needs root.
 */
class RealLibvirtdTest {
    private static final Path PARSERS = Path.of("target/parsers").toAbsolutePath();
    private static final Path CASES = Path.of("src/test/resources/guide/linux/install-and-configure-libvirt");

    /**
     * Prints what listens, what a client is told over TCP, and behind a line of its own what libvirtd said. Ten seconds
     * are for a busy machine: less would fail there, more only delays the test that expects nothing to listen.
     */
    private static final String SCRIPT = """
            for directory in /run /var/lib /var/cache /var/log; do mount -t tmpfs none $directory; done
            ip link set lo up
            cp /etc/group /run/group; printf 'libvirt:x:64055:\\nlibvirtd:x:64056:\\n' >>/run/group; mount --bind /run/group /etc/group
            conf=$1; libvirtd=$2; virsh=$3; said=$4; expects=$5; shift 5
            "$libvirtd" -f "$conf" "$@" >"$said" 2>&1 &
            pid=$!
            for try in $(seq 100); do
              kill -0 $pid 2>/dev/null || break
              if [ "$expects" = none ]; then
                [ ! -S /run/libvirt/libvirt-sock ] || break
              elif [ -n "$(ss -Hltn)" ]; then break
              fi
              sleep 0.1
            done
            ss -ltn
            "$virsh" -c test+tcp://127.0.0.1/default list --name 2>&1 </dev/null
            echo "-- libvirtd"
            kill $pid 2>/dev/null
            wait $pid
            cat "$said"
            """;

    @TempDir
    private Path directory;

    private record Daemon(Set<Integer> ports, String client, String said) {}

    static List<Path> systems() throws IOException {
        try (Stream<Path> systems = Files.list(CASES)) {
            return systems.sorted().toList();
        }
    }

    private static String unpacked(String path) {
        Path program = PARSERS.resolve(path);
        assertTrue(Files.exists(program), program + " is missing: src/main/scripts/test.sh unpacks it");
        return program.toString();
    }

    private static String libraries() throws IOException {
        try (Stream<Path> found =
                Files.find(PARSERS, 4, (path, kind) -> path.toString().matches(".*/lib/[a-z0-9_]+-linux-gnu"))) {
            return found.map(Path::toString).collect(Collectors.joining(":"));
        }
    }

    private Daemon start(Path conf, boolean listens, List<String> arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc"));
        words.addAll(List.of(
                "--kill-child", "sh", "-c", SCRIPT, "sh", conf.toAbsolutePath().toString()));
        words.addAll(List.of(unpacked("usr/sbin/libvirtd"), unpacked("usr/bin/virsh")));
        words.addAll(List.of(directory.resolve("said").toString(), listens ? "some" : "none"));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        builder.environment().put("LD_LIBRARY_PATH", libraries());
        builder.environment().put("LIBVIRT_DRIVER_DIR", "/nowhere");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        String[] parts = text.split("-- libvirtd\n", 2);
        assertEquals(2, parts.length, text);
        String sockets = parts[0].lines()
                .filter(line -> line.startsWith("State") || line.startsWith("LISTEN"))
                .collect(Collectors.joining("\n"));
        return new Daemon(LinuxFacts.LISTENING.parser().apply(Answer.of(sockets)), parts[0], parts[1]);
    }

    /** What the chapter lets the unit, or the script of its time, start it with. */
    private static List<String> arguments(Path system) throws IOException {
        for (String file : List.of("etc/sysconfig/libvirtd", "etc/default/libvirtd", "etc/default/libvirt-bin")) {
            Path path = system.resolve("expected").resolve(file);
            if (Files.exists(path)) {
                String text = Files.readString(path);
                String value =
                        KeyValueFile.value(text, "LIBVIRTD_ARGS") + " " + KeyValueFile.value(text, "libvirtd_opts");
                return Stream.of(value.replaceAll("[\"']", "").strip().split("\\s+"))
                        .filter(word -> !word.equals("-d"))
                        .toList();
            }
        }
        throw new AssertionError(system + " has no file with arguments");
    }

    @ParameterizedTest
    @MethodSource("systems")
    void startsWithOurFilesListensAndLetsAClientIn(Path system) throws Exception {
        Path conf = system.resolve("expected/etc/libvirt/libvirtd.conf");
        int port = Integer.parseInt(
                KeyValueFile.value(Files.readString(conf), "tcp_port").replace("\"", ""));
        Daemon daemon = start(conf, true, arguments(system));
        assertEquals(Set.of(port), daemon.ports(), daemon.said());
        if (port == 16_509) {
            assertTrue(daemon.client().contains("\ntest\n"), daemon.client() + daemon.said());
        }
        String errors = daemon.said()
                .lines()
                .filter(line -> line.contains(" error ") && !line.contains("End of file while reading"))
                .collect(Collectors.joining("\n"));
        assertEquals("", errors);
    }

    /** Of a key that stands twice libvirt takes the first line: both have to be right. */
    @Test
    void takesTheFirstOfTwoLines() throws Exception {
        String twice = "auth_tcp = \"sasl\"\nauth_tcp = \"none\"\n";
        KeyValueFile.Setting none = new KeyValueFile.Setting("auth_tcp", "\"none\"");
        String listens = "listen_tls = 0\nlisten_tcp = 1\n";
        Path theirs = Files.writeString(directory.resolve("theirs.conf"), listens + twice);
        assertTrue(start(theirs, true, List.of("--listen")).client().contains("SASL"), "as somebody left it");
        Path ours = Files.writeString(
                directory.resolve("ours.conf"), listens + KeyValueFile.spaced().merged(twice, List.of(none)));
        assertTrue(start(ours, true, List.of("--listen")).client().contains("\ntest\n"));
    }

    @Test
    void listensToNobodyWithoutTheArgument() throws Exception {
        Daemon daemon = start(CASES.resolve("debian-12/expected/etc/libvirt/libvirtd.conf"), false, List.of());
        assertEquals(Set.of(), daemon.ports(), daemon.said());
    }

    @Test
    void refusesAFileThatIsWrong() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.conf"), "listen_tcp = = 1\n");
        Daemon daemon = start(wrong, true, List.of("--listen"));
        assertEquals(Set.of(), daemon.ports(), daemon.said());
        assertTrue(daemon.said().contains("Can't load config file: configuration file syntax error"), daemon.said());
    }

    /** What stands in the file of an untouched host: TLS without certificates. */
    @Test
    void refusesTlsWithoutCertificates() throws Exception {
        Path untouched = Files.writeString(directory.resolve("untouched.conf"), "#listen_tls = 0\n");
        Daemon daemon = start(untouched, true, List.of("--listen"));
        assertEquals(Set.of(), daemon.ports(), daemon.said());
        assertTrue(daemon.said().contains("Cannot read CA certificate"), daemon.said());
    }
}
