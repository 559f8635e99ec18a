package org.ostler.guide.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.configfile.KeyValueFile;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Target;

/**
 * The programs that read the files and rules of the guides on a real host accept them. Each works on copies in a
 * directory of its own, without a network; {@code src/main/scripts/test.sh} unpacks them and installs none that starts
 * a daemon.
 */
class HostParsersTest {
    private static final Path PARSERS = Path.of("target/parsers").toAbsolutePath();
    private static final List<String> PORTS = List.of("22", "1798", "16509", "5900:6100", "49152:49216");

    @TempDir
    Path directory;

    private record Said(int exit, String text) {}

    /** In a network namespace where the machine allows one: nothing can reach its own firewall. */
    private Said run(Map<String, String> environment, String... words) throws Exception {
        List<String> all = new ArrayList<>();
        if (Files.isWritable(Path.of("/etc/shadow"))) {
            all.addAll(List.of("unshare", "--net"));
        }
        all.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end: " + all);
        return new Said(process.exitValue(), text);
    }

    private static String unpacked(String path) {
        Path program = PARSERS.resolve(path);
        assertTrue(Files.exists(program), program + " is missing: src/main/scripts/test.sh unpacks it");
        return program.toString();
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Said iptables(String text) throws Exception {
        return run(
                Map.of(), "iptables-restore", "--test", write("iptables", text).toString());
    }

    @Test
    void iptablesRestoreTakesTheMergedFile() throws Exception {
        String present = """
                # Firewall configuration written by system-config-firewall
                *filter
                :INPUT ACCEPT [0:0]
                :FORWARD ACCEPT [0:0]
                :OUTPUT ACCEPT [0:0]
                -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
                -A INPUT -j REJECT --reject-with icmp-host-prohibited
                COMMIT
                """;
        assertEquals(new Said(0, ""), iptables(IptablesFile.merged(present, PORTS)));
        assertEquals(new Said(0, ""), iptables(IptablesFile.merged("", PORTS)));
        assertNotEquals(
                0, iptables(IptablesFile.merged(present, List.of("5900-6100"))).exit());
    }

    private Said chrony(String text) throws Exception {
        return run(
                Map.of(),
                unpacked("usr/sbin/chronyd"),
                "-p",
                "-f",
                write("chrony.conf", text).toString());
    }

    @Test
    void chronydTakesTheServers() throws Exception {
        String present = "# ours\npool 2.debian.pool.ntp.org iburst\ndriftfile /var/lib/chrony/drift\nmakestep 1 3\n";
        Said said = chrony(TimeServers.merged(present, TimeService.CHRONY, List.of("192.0.2.1", "ntp.lab.example")));
        assertEquals(0, said.exit(), said.text());
        assertTrue(said.text().contains("server ntp.lab.example iburst"), said.text());
        assertNotEquals(0, chrony("servr 192.0.2.1\n").exit());
    }

    /** What the lens reads, or its error. */
    private String tree(String lens, String path, String text) throws Exception {
        write("root" + path, text);
        Path script = write("commands", "print /augeas/files" + path + "//error\nprint /files" + path + "\n");
        Said said = run(
                Map.of(),
                "augtool",
                "--noautoload",
                "--root=" + directory.resolve("root"),
                "-I",
                unpacked("usr/share/augeas/lenses"),
                "--transform",
                lens + " incl " + path,
                "--file",
                script.toString());
        return said.text();
    }

    /** Without mdns_adv, which libvirt 9's lens does not know any more; the daemon ignores what it does not know. */
    @Test
    void libvirtsOwnLensesReadItsFiles() throws Exception {
        String daemon = KeyValueFile.spaced()
                .merged(
                        resource("libvirtd.conf"),
                        List.of(
                                new KeyValueFile.Setting("listen_tls", "0"),
                                new KeyValueFile.Setting("listen_tcp", "1"),
                                new KeyValueFile.Setting("tcp_port", "\"16509\""),
                                new KeyValueFile.Setting("auth_tcp", "\"none\"")));
        String read = tree("Libvirtd", "/etc/libvirt/libvirtd.conf", daemon);
        assertTrue(read.contains("/listen_tcp = \"1\""), read);
        assertFalse(read.contains("parse_failed"), read);
        String qemu = tree("Libvirtd_qemu", "/etc/libvirt/qemu.conf", ConfigureQemu.merged(resource("qemu.conf")));
        assertTrue(qemu.contains("/vnc_listen = \"0.0.0.0\""), qemu);
        String broken = tree("Libvirtd", "/etc/libvirt/libvirtd.conf", "listen_tcp = = 1\n");
        assertTrue(broken.contains("parse_failed"), broken);
    }

    @Test
    void augeasReadsTheHostsFile() throws Exception {
        String merged = HostsFile.merged("127.0.0.1 localhost kvm1\n::1 localhost\n", "192.0.2.61", "kvm1.lab.example");
        String read = tree("Hosts", "/etc/hosts", merged);
        assertTrue(read.contains("/canonical = \"kvm1.lab.example\""), read);
    }

    private static String resource(String name) throws IOException {
        try (var in = HostParsersTest.class.getResourceAsStream("/org/ostler/lab/linux/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void ufwStoresTheRulesWithoutBeingEnabled() throws Exception {
        Path root = directory.resolve("ufw");
        copy(PARSERS.resolve("usr/share/ufw"), root.resolve("ufw"));
        copy(PARSERS.resolve("lib/ufw"), root.resolve("lib/ufw"));
        copy(PARSERS.resolve("etc/ufw"), root.resolve("etc/ufw"));
        copy(PARSERS.resolve("usr/share/ufw/iptables"), root.resolve("etc/ufw"));
        copy(PARSERS.resolve("usr/share/ufw"), root.resolve("etc/ufw"));
        write("ufw/etc/ufw/ufw.conf", "ENABLED=no\nLOGLEVEL=low\n");
        write(
                "ufw/etc/default/ufw",
                KeyValueFile.tight()
                        .merged("""
                                IPV6=yes
                                DEFAULT_INPUT_POLICY="DROP"
                                DEFAULT_OUTPUT_POLICY="ACCEPT"
                                DEFAULT_FORWARD_POLICY="DROP"
                                DEFAULT_APPLICATION_POLICY="SKIP"
                                MANAGE_BUILTINS=no
                                """, List.of(new KeyValueFile.Setting("DEFAULT_FORWARD_POLICY", "\"ACCEPT\""))));
        for (String port : PORTS) {
            Said said = ufw(root, "allow", "proto", "tcp", "from", "any", "to", "any", "port", port);
            assertTrue(said.text().contains("Rules updated"), said.text());
        }
        String added = ufw(root, "show", "added").text();
        PORTS.forEach(port -> assertTrue(added.contains("ufw allow " + port + "/tcp"), added));
        assertTrue(ufw(root, "delete", "allow", "proto", "tcp", "from", "any", "to", "any", "port", "1798")
                .text()
                .contains("Rules updated"));
        assertTrue(Files.readString(root.resolve("etc/ufw/ufw.conf")).contains("ENABLED=no"));
    }

    private Said ufw(Path root, String... words) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("/usr/bin/python3", unpacked("usr/sbin/ufw"), "--rootdir=" + root, "--datadir=" + root));
        all.addAll(List.of(words));
        return run(Map.of("PYTHONPATH", unpacked("usr/lib/python3/dist-packages")), all.toArray(String[]::new));
    }

    private Said firewalld(Path configuration, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "/usr/bin/python3",
                unpacked("usr/bin/firewall-offline-cmd"),
                "--system-config=" + configuration,
                "--default-config=" + unpacked("usr/lib/firewalld")));
        all.addAll(List.of(words));
        return run(Map.of("PYTHONPATH", unpacked("usr/lib/python3/dist-packages")), all.toArray(String[]::new));
    }

    /** The permanent half of each pair, which firewalld itself writes into its zone; and what it then tells a look. */
    @Test
    void firewalldTakesThePortsAndTellsThemAsTheyAreRead() throws Exception {
        Path configuration = directory.resolve("firewalld");
        copy(PARSERS.resolve("etc/firewalld"), configuration);
        Situation closed = firewalldHost("");
        List<String> permanent = Firewall.open(closed, closed.settings()).stream()
                .map(Action::shown)
                .filter(shown -> shown.contains("--permanent"))
                .map(shown -> shown.substring(shown.indexOf("--add-port")))
                .toList();
        assertEquals(PORTS.size(), permanent.size());
        for (String add : permanent) {
            Said said = firewalld(configuration, add);
            assertEquals(0, said.exit(), said.text());
        }
        String zone = Files.readString(configuration.resolve("zones/public.xml"));
        assertTrue(zone.contains("<port port=\"5900-6100\" protocol=\"tcp\"/>"), zone);
        Situation open = firewalldHost(firewalld(configuration, "--list-ports").text());
        assertEquals(List.of(), Firewall.missing(open, open.settings()), "the rules are read back as they are told");
        assertEquals(0, firewalld(configuration, "--remove-port=1798/tcp").exit());
        assertNotEquals(0, firewalld(configuration, "--add-port=5900:6100/tcp").exit());
    }

    private static Situation firewalldHost(String ports) {
        Facts facts = Facts.none();
        for (Fact<?> fact : Firewall.FACTS) {
            facts = facts.with(fact, new Answer(127, "", "command not found"));
        }
        facts = facts.with(LinuxFacts.OS_RELEASE, Answer.of("ID=rocky\nVERSION_ID=9.4\n"));
        for (Fact<?> fact : Firewall.FACTS) {
            String asked = fact.look().toString();
            if (asked.contains("firewall-cmd")) {
                facts = facts.with(fact, Answer.of(asked.contains("list-ports") ? ports : "running\n"));
            }
        }
        return new Situation(
                new Settings(Map.of()),
                new Target(Target.Kind.HOST, new UUID(0, 1), "kvm1"),
                Optional.empty(),
                List.of(),
                facts,
                Map.of());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
