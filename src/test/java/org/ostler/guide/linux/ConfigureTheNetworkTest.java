package org.ostler.guide.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.LinuxFacts;
import org.ostler.network.NetworkCase;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Undo;

/** The network chapter on the hosts of package {@code network}'s cases, of every system. */
final class ConfigureTheNetworkTest {
    private static final Target HOST = new Target(Target.Kind.HOST, new UUID(0, 1), "kvm1");

    static List<Path> hosts() {
        return NetworkCase.directories();
    }

    private static Situation situation(Path host, String network, boolean timer, Optional<String> outOfBand)
            throws IOException {
        return situation(host, network, timer, outOfBand, Optional.of("192.0.2.10"));
    }

    private static Situation situation(
            Path host, String network, boolean timer, Optional<String> outOfBand, Optional<String> server)
            throws IOException {
        Map<String, String> chosen = new TreeMap<>(NetworkCase.chosen(host));
        chosen.put(GuardSettings.NETWORK.key(), network);
        chosen.put(GuardSettings.PROBES.key(), "192.0.2.5:8250");
        return new Situation(
                new Settings(chosen),
                HOST,
                Optional.of("kvm"),
                List.of(new Situation.HostInScope(HOST, "192.168.42.11", outOfBand, server)),
                NetworkCase.facts(host).with(HostsNetwork.TIMER, new Answer(timer ? 0 : 1, "", "")),
                Map.of());
    }

    private static Step step(Situation situation, String key) {
        return ConfigureTheNetwork.chapter(situation.settings()).steps().stream()
                .filter(step -> step.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static boolean needed(Situation situation, String key) {
        return step(situation, key).neededWhen().orElseThrow().holds().test(situation);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void aNetworkIsLeftAsItIsUnlessSomebodyWantsAnother(Path host) throws IOException {
        Situation seen = situation(host, GuardSettings.AS_IT_IS, true, Optional.empty());
        for (Step step : ConfigureTheNetwork.chapter(seen.settings()).steps()) {
            step.neededWhen().ifPresent(when -> assertFalse(when.holds().test(seen), step.key()));
        }
        Check.Finding finding =
                step(seen, "look-at-network").checks().get(0).look().apply(seen);
        assertTrue(finding.verdict() != Check.Verdict.FAIL, finding.toString());
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void oneGuardedChangeShowsFilesCommandsProbesAndTheRestore(Path host) throws IOException {
        Situation seen = situation(host, GuardSettings.CONFIGURE, true, Optional.empty());
        assertTrue(needed(seen, "configure-network"));
        assertFalse(needed(seen, "configure-network-unguarded"));
        Step step = step(seen, "configure-network");
        Action.Guarded change =
                (Action.Guarded) ((Step.Now) step.work()).actions().apply(seen).get(0);
        assertFalse(change.files().isEmpty());
        assertFalse(change.apply().isEmpty());
        assertFalse(change.applyAfterRestore().isEmpty());
        assertTrue(change.timer());
        boolean vswitch = host.toString().contains("openvswitch");
        assertEquals(Duration.ofSeconds(vswitch ? 120 : 130), change.deadline(), "with twice the bridges' delay");
        List<String> claims =
                change.probes().stream().map(probe -> probe.claim()).toList();
        assertTrue(claims.get(0).matches("the gateway [0-9a-f.:]+ answers"), claims::toString);
        assertEquals(
                List.of("192.0.2.10 takes connections on port 8250", "192.0.2.5 takes connections on port 8250"),
                claims.subList(claims.size() - 2, claims.size()));
        assertEquals(new Undo.RestoreFiles(), step.undo().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void aHostWithoutATimerNeedsAYesAndIsIrreversible(Path host) throws IOException {
        Situation seen = situation(host, GuardSettings.CONFIGURE, false, Optional.empty());
        assertFalse(needed(seen, "configure-network"));
        assertTrue(needed(seen, "configure-network-unguarded"));
        Step step = step(seen, "configure-network-unguarded");
        assertTrue(step.question().isPresent());
        assertTrue(step.undo().orElseThrow() instanceof Undo.Irreversible);
        Action action = ((Step.Now) step.work()).actions().apply(seen).get(0);
        assertTrue(action.shown().contains("does NOT restore it by itself"), action.shown());
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void anotherWayInIsAskedForWhereTheInventoryKnowsNone(Path host) throws IOException {
        assertTrue(needed(situation(host, GuardSettings.CONFIGURE, true, Optional.empty()), "know-another-way-in"));
        assertFalse(needed(
                situation(host, GuardSettings.CONFIGURE, true, Optional.of("https://ilo7")), "know-another-way-in"));
    }

    private static Check.Finding found(Situation situation, String check) {
        return step(situation, "look-at-network").checks().stream()
                .filter(each -> each.key().equals(check))
                .findFirst()
                .orElseThrow()
                .look()
                .apply(situation);
    }

    private static List<String> probes(Situation situation) {
        Action action = ((Step.Now) step(situation, "configure-network").work())
                .actions()
                .apply(situation)
                .get(0);
        return ((Action.Guarded) action)
                .probes().stream().map(probe -> probe.claim()).toList();
    }

    @Test
    void saysWhereTheManagementServerCannotBeAsked() throws IOException {
        Path host = hosts().get(0);
        Situation known = situation(host, GuardSettings.CONFIGURE, true, Optional.empty());
        assertEquals(
                Check.Finding.pass("192.0.2.10 must take connections on port 8250"),
                found(known, "management-server-probe"));
        for (Optional<String> server : List.of(Optional.<String>empty(), Optional.of("127.0.0.1"))) {
            Situation without = situation(host, GuardSettings.CONFIGURE, true, Optional.empty(), server);
            assertEquals(
                    Check.Verdict.WARN,
                    found(without, "management-server-probe").verdict());
            assertEquals(2, probes(without).size(), "the gateway and the settable list");
        }
        Situation asItIs = situation(host, GuardSettings.AS_IT_IS, true, Optional.empty(), Optional.empty());
        assertEquals(
                Check.Verdict.PASS, found(asItIs, "management-server-probe").verdict());
    }

    @Test
    void aProbeIsAskedOnce() throws IOException {
        Situation seen =
                situation(hosts().get(0), GuardSettings.CONFIGURE, true, Optional.empty(), Optional.of("192.0.2.5"));
        assertEquals(2, probes(seen).size(), () -> probes(seen).toString());
    }

    private static Situation scripts(Path host, String network, boolean there) throws IOException {
        Situation seen = situation(host, network, true, Optional.empty());
        Facts facts = seen.facts();
        for (Fact<?> script : VswitchScripts.FACTS) {
            facts = facts.with(script, there ? Answer.of("") : Answer.absent());
        }
        return seen.with(facts);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void openVswitchNeedsItsScriptsWhereTheSystemReadsItsFilesByScripts(Path host) throws IOException {
        boolean vswitch = host.toString().contains("openvswitch");
        boolean byScripts = vswitch && !host.toString().contains("ubuntu-24.04");
        Check.Finding missing = found(scripts(host, GuardSettings.CONFIGURE, false), "open-vswitch-scripts");
        assertEquals(byScripts ? Check.Verdict.FAIL : Check.Verdict.PASS, missing.verdict(), missing.seen());
        if (byScripts) {
            assertTrue(missing.seen().matches("not there: .*(ifup-ovs|if-pre-up.d/openvswitch).*"), missing.seen());
            assertEquals(
                    Check.Verdict.WARN,
                    found(scripts(host, GuardSettings.AS_IT_IS, false), "open-vswitch-scripts")
                            .verdict());
        }
        assertEquals(
                Check.Verdict.PASS,
                found(scripts(host, GuardSettings.CONFIGURE, true), "open-vswitch-scripts")
                        .verdict());
    }

    private static Situation module(String modules, Optional<String> file) throws IOException {
        Path host = hosts().stream()
                .filter(path -> path.endsWith("centos-6.3-openvswitch"))
                .findFirst()
                .orElseThrow();
        Situation seen = situation(host, GuardSettings.CONFIGURE, true, Optional.empty());
        Map<String, String> chosen = new TreeMap<>(seen.settings().values());
        chosen.put(GuardSettings.BLOCK_BRIDGE.key(), "true");
        return new Situation(
                new Settings(chosen),
                HOST,
                seen.cluster(),
                seen.hosts(),
                seen.facts()
                        .with(HardwareFacts.MODULES, Answer.of(modules))
                        .with(
                                LinuxFacts.file(BridgeModule.PATH),
                                file.map(Answer::of).orElseGet(Answer::absent)),
                Map.of());
    }

    @Test
    void theBridgeModuleIsUnloadedOnceAndStaysAway() throws IOException {
        Situation loaded = module("bridge 49152 0 - Live 0x0000000000000000\n", Optional.empty());
        assertTrue(needed(loaded, "block-bridge-module"));
        List<String> shown = ((Step.Now) step(loaded, "block-bridge-module").work())
                .actions().apply(loaded).stream().map(Action::shown).toList();
        assertEquals(List.of("write " + BridgeModule.PATH, "modprobe -r bridge"), shown);
        assertFalse(needed(module("", Optional.of(BridgeModule.TEXT)), "block-bridge-module"));
        assertTrue(needed(module("bridge 1 0 - Live 0x0\n", Optional.of(BridgeModule.TEXT)), "block-bridge-module"));
    }

    @Test
    void anInterfaceThatIsNoBridgeIsNotTakenForOne() throws IOException {
        Path host = hosts().get(0);
        Situation seen = situation(host, GuardSettings.AS_IT_IS, true, Optional.empty());
        Map<String, String> chosen = new TreeMap<>(seen.settings().values());
        String card = new HostsNetwork(seen.settings(), seen).bridges().seen();
        assertTrue(card.startsWith("not there: "), card);
        chosen.put("public-bridge", "lo");
        Situation asked =
                new Situation(new Settings(chosen), HOST, seen.cluster(), seen.hosts(), seen.facts(), Map.of());
        assertEquals(Check.Finding.fail("no bridge: lo"), new HostsNetwork(asked.settings(), asked).bridges());
    }
}
