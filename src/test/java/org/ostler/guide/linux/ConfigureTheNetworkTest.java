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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ostler.facts.Answer;
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
        Map<String, String> chosen = new TreeMap<>(NetworkCase.chosen(host));
        chosen.put(GuardSettings.NETWORK.key(), network);
        chosen.put(GuardSettings.PROBES.key(), "192.0.2.5:8250");
        return new Situation(
                new Settings(chosen),
                HOST,
                Optional.of("kvm"),
                List.of(new Situation.HostInScope(HOST, "192.168.42.11", outOfBand)),
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
        assertEquals("192.0.2.5 takes connections on port 8250", claims.get(claims.size() - 1));
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
}
