package org.ostler.guide.xenserver;

import java.util.List;
import org.ostler.facts.XenFacts;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;

/** What the pool as a whole has switched on. */
final class Pool {
    private Pool() {}

    static String uuid(Situation situation) {
        return situation.fact(XenFacts.POOL).uuid();
    }

    static boolean highAvailability(Situation situation) {
        return situation.fact(XenFacts.POOL).highAvailability();
    }

    static boolean workloadBalancing(Situation situation) {
        return situation.fact(XenFacts.POOL).workloadBalancing();
    }

    static Step.Pause highAvailabilityPause() {
        return new Step.Pause(
                "high-availability",
                "high availability of the pool",
                situation -> highAvailability(situation) ? List.of(Xe.highAvailabilityOn()) : List.of());
    }

    static Step.Pause workloadBalancingPause() {
        return new Step.Pause(
                "workload-balancing",
                "workload balancing of the pool",
                situation -> workloadBalancing(situation)
                        ? List.of(Xe.workloadBalancing(uuid(situation), true))
                        : List.of());
    }
}
