package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;

/**
 * The programs that read these files on a host read ours: netplan, ifupdown, NetworkManager, a shell, Open vSwitch. No
 * network is touched: each only parses. They come with {@code src/main/scripts/test.sh}.
 */
class RealParsersTest {
    private static final String SCHEMA = "usr/share/openvswitch/vswitch.ovsschema";

    @TempDir
    private Path root;

    private record Said(int exit, String out, String err) {}

    static List<Path> netplanHosts() {
        return hosts(Backend.NETPLAN);
    }

    static List<Path> ifupdownHosts() {
        return hosts(Backend.INTERFACES);
    }

    static List<Path> networkManagerHosts() {
        return hosts(Backend.KEYFILE);
    }

    static List<Path> redHatHosts() {
        return hosts(Backend.IFCFG);
    }

    static List<Path> openVSwitchHosts() {
        return NetworkCase.directories().stream()
                .filter(path -> path.toString().contains("openvswitch"))
                .toList();
    }

    private static List<Path> hosts(Backend backend) {
        return NetworkCase.directories().stream()
                .filter(path -> read(path).backend() == backend)
                .toList();
    }

    private static NetworkCase read(Path path) {
        try {
            return NetworkCase.of(path);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @MethodSource("netplanHosts")
    void netplanGeneratesFromOurs(Path system) throws IOException, InterruptedException {
        NetworkCase host = read(system);
        write(host.applied().files());
        Said said = netplan("generate", "--root-dir", root.toString());
        String complaints = said.err()
                .lines()
                .filter(line -> !line.isBlank() && !line.contains("gateway4"))
                .filter(line -> !line.contains("is deprecated, use default routes") && !line.startsWith("See the "))
                .collect(Collectors.joining("\n"));
        assertEquals("", complaints);
        assertEquals(0, said.exit(), said.err());
        Map<String, String> networkd = texts(root.resolve("run/systemd/network"));
        for (HostNetwork.Addressing given : host.wanted().addresses()) {
            String text = networkd.getOrDefault(
                    "10-netplan-" + given.on() + ".network", networkd.keySet().toString());
            given.addresses().forEach(address -> assertTrue(text.contains("Address=" + address), text));
            given.gateway().ifPresent(to -> assertTrue(text.contains("Gateway=" + to), text));
        }
        for (HostNetwork.Bridge bridge : host.wanted().bridges()) {
            String text = networkd.get("10-netplan-" + bridge.name() + ".netdev");
            assertTrue(text.contains("ForwardDelaySec=" + bridge.forwardDelay()), text);
            bridge.ports()
                    .forEach(port -> assertTrue(
                            networkd.get("10-netplan-" + port + ".network").contains("Bridge=" + bridge.name())));
        }
        Map<String, String> nicFiles = new TreeMap<>(networkd);
        host.wanted().nics().stream()
                .filter(nic -> host.wanted().addressing(nic.name()).isEmpty())
                .forEach(nic -> assertTrue(
                        !nicFiles.getOrDefault("10-netplan-" + nic.name() + ".network", "")
                                .contains("\nAddress="),
                        () -> nic.name() + " keeps an address: " + nicFiles));
    }

    @Test
    void netplanRefusesWhatItOughtTo() throws IOException, InterruptedException {
        Path file = root.resolve("etc/netplan/a.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "network:\n  version: 2\n  vlans:\n    eth0.5: {id: 5000, link: eth0}\n");
        assertNotEquals(0, netplan("generate", "--root-dir", root.toString()).exit());
    }

    @ParameterizedTest
    @MethodSource("ifupdownHosts")
    void ifupdownReadsOurs(Path system) throws IOException, InterruptedException {
        NetworkCase host = read(system);
        write(host.applied().files());
        Path file = root.resolve("etc/network/interfaces");
        Files.writeString(file, Files.readString(file).replace("source /etc/", "source " + root + "/etc/"));
        Said listed = run("", "ifquery", "--interfaces=" + file, "--list");
        assertEquals(0, listed.exit(), listed.err());
        List<String> auto = listed.out().lines().toList();
        for (String name : host.wanted().names()) {
            Said said = run("", "ifquery", "--interfaces=" + file, name);
            assertEquals(0, said.exit(), said.err());
            assertTrue(auto.contains(name) || said.out().contains("ovs_type: OVSPort"), auto + " lacks " + name);
            host.wanted().addressing(name).ifPresent(given -> given.ipv4()
                    .forEach(address -> assertTrue(said.out().contains("address: " + address.address()), said::out)));
        }
        for (HostNetwork.Bridge bridge : host.wanted().bridges()) {
            String out =
                    run("", "ifquery", "--interfaces=" + file, bridge.name()).out();
            assertTrue(out.contains("bridge_ports: " + String.join(" ", bridge.ports())), out);
            assertTrue(out.contains("bridge_fd: " + bridge.forwardDelay()), out);
        }
    }

    @ParameterizedTest
    @MethodSource("networkManagerHosts")
    void networkManagerKeepsAllThatOursSay(Path system) throws IOException, InterruptedException {
        NetworkCase host = read(system);
        for (FileChange change : host.backend().files(host.wanted(), host.present())) {
            // the NetworkManager of Debian 12 is older than the words of EL 9.4
            String ours = change.after()
                    .orElseThrow()
                    .replace("controller=", "master=")
                    .replace("port-type=", "slave-type=");
            Said said = run(ours, "nmcli", "--offline", "connection", "modify");
            assertEquals(0, said.exit(), said.err() + ours);
            Map<String, Map<String, String>> theirs = IniText.values(said.out());
            IniText.values(ours)
                    .forEach((section, entries) -> entries.forEach((key, value) -> {
                        boolean standard = key.equals("autoconnect")
                                || key.equals("timestamp")
                                || (key.equals("stp") && value.equals("true"));
                        if (!standard) {
                            assertEquals(
                                    value,
                                    theirs.getOrDefault(section, Map.of()).get(key),
                                    section + "." + key + "\n" + said.out());
                        }
                    }));
        }
    }

    @Test
    void networkManagerDropsWhatItCannotRead() throws IOException, InterruptedException {
        String wrong = "[connection]\nid=v\ntype=vlan\ninterface-name=v\n\n[vlan]\nid=9999\nparent=eth0\n";
        Said said = run(wrong, "nmcli", "--offline", "connection", "modify");
        assertTrue(!said.out().contains("9999"), said.out());
    }

    @ParameterizedTest
    @MethodSource("redHatHosts")
    void aShellReadsOurIfcfgFilesAsWeDo(Path system) throws IOException, InterruptedException {
        NetworkCase host = read(system);
        write(host.applied().files());
        for (FileChange change : host.backend().files(host.wanted(), host.present())) {
            Map<String, String> ours = new LinkedHashMap<>(IfcfgText.values(
                    change.path().contains("/ifcfg-") ? change.after().orElse("") : ""));
            ours.values().removeIf(value -> value.contains("$"));
            List<String> command = new ArrayList<>(List.of(
                    "bash",
                    "-c",
                    "set -e; file=$1; shift; . \"$file\"; for key; do printf '%s\\n' \"${!key}\"; done",
                    "read",
                    root + change.path()));
            command.addAll(ours.keySet());
            if (!ours.isEmpty()) {
                Said said = run("", command.toArray(String[]::new));
                assertEquals(String.join("\n", ours.values()) + "\n", said.out(), said.err());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("openVSwitchHosts")
    void openVSwitchMakesTheSwitchTwice(Path system) throws IOException, InterruptedException {
        NetworkCase host = read(system);
        String database = root.resolve("db").toString();
        assertEquals(
                0,
                run("", "ovsdb-tool", "create", database, unpacked(SCHEMA).orElse("/" + SCHEMA))
                        .exit());
        Process server = new ProcessBuilder(
                        unpacked("usr/sbin/ovsdb-server").orElse("ovsdb-server"),
                        "--remote=punix:" + root.resolve("sock"),
                        "--unixctl=" + root.resolve("ctl"),
                        "--no-chdir",
                        database)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("log").toFile())
                .start();
        try {
            assertEquals(0, ovs(CommandLine.of("ovs-vsctl", "init")).exit());
            for (int time = 0; time < 2; time++) {
                Said said = ovs(Effects.makeSwitches(host.wanted()).get(0));
                assertEquals(0, said.exit(), said.err());
            }
            for (HostNetwork.FakeBridge fake : host.wanted().fakeBridges()) {
                assertEquals(
                        Integer.toString(fake.vlan()),
                        ovs(CommandLine.of("ovs-vsctl", "br-to-vlan", fake.name()))
                                .out()
                                .strip());
            }
            assertEquals(
                    "[100, 200, 300]",
                    ovs(CommandLine.of("ovs-vsctl", "get", "port", "cloudbr", "trunks"))
                            .out()
                            .strip());
            Present before = host.present();
            for (CommandLine command :
                    host.backend().change(host.wanted(), before).applyAfterRestore()) {
                if (command.program().equals("ovs-vsctl")) {
                    assertEquals(0, ovs(command).exit());
                }
            }
            assertEquals("", ovs(CommandLine.of("ovs-vsctl", "list-br")).out());
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private Said ovs(CommandLine command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command.arguments());
        words.addAll(1, List.of("--no-wait", "--db=unix:" + root.resolve("sock"), "--timeout=20", "--retry"));
        return run(
                "", words.stream().filter(word -> !word.equals("--timeout=30")).toArray(String[]::new));
    }

    private void write(NetworkFiles files) throws IOException {
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
            Path path = root.resolve(file.getKey().substring(1));
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            Files.setPosixFilePermissions(path, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static Map<String, String> texts(Path directory) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    /** Those that come with a daemon are not installed for a test, only unpacked. */
    private static Optional<String> unpacked(String... paths) {
        return Stream.of(paths)
                .map(path -> Path.of("target/parsers").resolve(path).toAbsolutePath())
                .filter(Files::exists)
                .map(Path::toString)
                .findFirst();
    }

    /** netplan looks for Open vSwitch at its place in the system, where the unpacked one is shown to it alone. */
    private Said netplan(String... arguments) throws IOException, InterruptedException {
        Path programs = Path.of("target/parsers/usr/bin").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t overlay programs -o lowerdir=\"$0\":/usr/bin /usr/bin && exec netplan \"$@\"",
                programs.toString()));
        command.addAll(List.of(arguments));
        return run("", command.toArray(String[]::new));
    }

    private Said run(String input, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(root, "said", ".out");
        Path err = Files.createTempFile(root, "said", ".err");
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, unpacked("usr/bin/" + command[0], "usr/sbin/" + command[0]).orElse(command[0]));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            throw new AssertionError(command[0] + " is missing: src/main/scripts/test.sh installs it", missing);
        }
        try (var stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            // a program that reads no input may be gone already
        }
        int exit = process.waitFor();
        return new Said(exit, Files.readString(out), Files.readString(err));
    }
}
