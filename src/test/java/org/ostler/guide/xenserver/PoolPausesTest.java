package org.ostler.guide.xenserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.Facts;
import org.ostler.facts.XenFacts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Target;

/** What is switched off for an upgrade is noted as it was, so that it comes back so. */
class PoolPausesTest {
    private static Situation pool(String configuration, String statefiles) {
        return new Situation(
                new Settings(Map.of()),
                new Target(Target.Kind.HOST, new UUID(1, 1), "h1"),
                Optional.of("pool"),
                List.of(),
                Facts.none()
                        .with(XenFacts.POOL, Answer.of("uuid ( RO): p1\n ha-enabled ( RO): true\n"))
                        .with(
                                XenFacts.HIGH_AVAILABILITY,
                                Answer.of("uuid ( RO): p1\n ha-enabled ( RO): true\n ha-configuration ( RO): "
                                        + configuration + "\n ha-statefiles ( RO): " + statefiles
                                        + "\n ha-host-failures-to-tolerate ( RW): 2\n"))
                        .with(
                                XenFacts.VDIS,
                                Answer.of(
                                        "uuid ( RO): d1\n sr-uuid ( RO): s1\n\n\nuuid ( RO): d2\n sr-uuid ( RO): s2\n"))
                        .with(
                                XenFacts.SRS,
                                Answer.of("uuid ( RO): s1\n name-label ( RW): nfs-1\n shared ( RW): true\n")),
                Map.of());
    }

    @Test
    void bringsHighAvailabilityBackWithItsStorageAndItsFailuresToTolerate() {
        assertEquals(
                List.of(
                        "xe pool-ha-enable heartbeat-sr-uuids=s1,s2 ha-config:timeout=60",
                        "xe pool-param-set uuid=p1 ha-host-failures-to-tolerate=2"),
                Pool.highAvailabilityBack(pool("timeout: 60", "d1; d2")).stream()
                        .map(Action::shown)
                        .toList());
    }

    @Test
    void namesTheHeartbeatStorageInThePlan() {
        Check.Finding finding = Pool.heartbeatStorageIsKnown().look().apply(pool("timeout: 60", "d1"));
        assertEquals(Check.Finding.pass("heartbeat on nfs-1 (s1), 2 host failures to tolerate"), finding);
    }

    @Test
    void doesNotSwitchOffWhatItCouldNotBringBack() {
        assertEquals(
                Check.Verdict.FAIL,
                Pool.heartbeatStorageIsKnown().look().apply(pool("", "")).verdict());
        var unknown = assertThrows(
                org.ostler.facts.Fact.Unreadable.class,
                () -> Pool.heartbeatStorageIsKnown().look().apply(pool("", "d9")));
        assertTrue(unknown.getMessage().contains("d9"), unknown.getMessage());
    }
}
