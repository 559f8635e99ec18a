package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.facts.OsRelease;
import org.ostler.procedure.Settings;

/**
 * A real kernel, the real ifupdown and two network cards in a network namespace: what was generated is brought into
 * effect, looked at, and taken back. Skipped where no namespace can be made (needs root).
 */
class RealNetworkTest {
    private static final OsRelease SYSTEM = new OsRelease("debian", "12", "Debian GNU/Linux 12");

    private static final String BEFORE = """
            auto lo
            iface lo inet loopback

            # the rack's left port
            auto eth0
            iface eth0 inet static
                address 192.168.42.11/24
                gateway 192.168.42.1
            """;

    /** Two cards, no VLAN: not every kernel that runs tests has the module. */
    private static final Settings SETTINGS = new Settings(
            Map.of("management-vlan", "", "public-vlan", "", "private-vlan", "", "private-uplink", "eth1"));

    private final String namespace = "ostler-net" + ThreadLocalRandom.current().nextInt(1 << 20);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void aHostWithTwoCards() throws IOException, InterruptedException {
        assumeTrue(run("ip", "netns", "add", namespace).ok(), "no network of its own can be made here");
        for (String card : List.of("eth0", "eth1")) {
            there("ip", "link", "add", card, "type", "veth", "peer", "name", "wire-" + card);
            there("ip", "link", "set", "wire-" + card, "up");
        }
        file = directory.resolve("interfaces");
        Files.createDirectory(directory.resolve("state"));
        Files.writeString(file, BEFORE);
        assertEquals(0, ifupdown("ifup", "-a").exit());
    }

    @AfterEach
    void gone() throws IOException, InterruptedException {
        run("ip", "netns", "del", namespace);
    }

    @Test
    void appliedItRunsAndRestoredItIsTheSavedState() throws IOException, InterruptedException {
        Present before = present();
        HostNetwork wanted = NetworkSettings.network(SETTINGS, before, "kvm1");
        NetworkChange change = Backend.INTERFACES.change(wanted, before);
        assertFalse(Conformance.differences(wanted, before.state()).isEmpty());

        Files.writeString(file, change.files().get(0).after().orElseThrow());
        for (CommandLine command : change.apply()) {
            Answer answer = effect(command);
            assertEquals(0, answer.exit(), command + ": " + answer.err());
        }
        Present after = present();
        assertEquals(List.of(), Conformance.differences(wanted, after.state()));
        assertEquals(wanted, NetworkSettings.network(SETTINGS, after, "kvm1"));
        assertEquals(NetworkChange.none(), Backend.INTERFACES.change(wanted, after));
        assertNotEquals(before.state(), after.state());

        Files.writeString(file, BEFORE);
        for (CommandLine command : change.applyAfterRestore()) {
            effect(command);
        }
        assertEquals(before.state(), present().state());
    }

    @Test
    void oldAndNewProgramsSeeTheSameBridges() throws IOException, InterruptedException {
        there("ip", "link", "add", "cloudbr0", "type", "bridge", "stp_state", "1", "forward_delay", "700");
        there("ip", "link", "set", "eth1", "master", "cloudbr0");
        Facts facts = facts();
        NetworkState newer = NetworkFacts.state(facts);
        assertEquals(
                7, newer.link("cloudbr0").orElseThrow().bridge().orElseThrow().forwardDelay());
        assertEquals(List.of("eth1"), newer.portsOf("cloudbr0"));
        assertEquals(
                newer,
                NetworkFacts.state(facts.with(NetworkFacts.LINKS, new Answer(255, "", "Option \"-j\" is unknown"))));
    }

    private Present present() throws IOException, InterruptedException {
        return new Present(
                SYSTEM,
                NetworkFacts.state(facts()),
                new NetworkFiles(new TreeMap<>(Map.of(Interfaces.FILE, Files.readString(file))), new TreeSet<>()));
    }

    private Facts facts() throws IOException, InterruptedException {
        Facts facts = Facts.none();
        for (Fact<?> fact : NetworkFacts.OF_STATE) {
            boolean command = fact.look() instanceof Look.Run;
            facts = facts.with(
                    fact,
                    command && !fact.equals(NetworkFacts.SWITCHES)
                            ? there(((Look.Run) fact.look())
                                    .command()
                                    .arguments()
                                    .toArray(String[]::new))
                            : Answer.absent());
        }
        return facts;
    }

    /** What networking.service does when it is restarted. */
    private Answer effect(CommandLine command) throws IOException, InterruptedException {
        if (!command.program().equals("systemctl")) {
            return there(command.arguments().toArray(String[]::new));
        }
        ifupdown("ifdown", "-a", "--exclude=lo");
        return ifupdown("ifup", "-a");
    }

    private Answer ifupdown(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--interfaces=" + file);
        words.add("--state-dir=" + directory.resolve("state"));
        return there(words.toArray(String[]::new));
    }

    private Answer there(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(List.of(command));
        return run(words.toArray(String[]::new));
    }

    private Answer run(String... command) throws IOException, InterruptedException {
        Path err = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), out, Files.readString(err));
    }
}
