package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ostler.facts.Fact;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
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

    /** What brings high availability back as it is now: the same heartbeat storage, the same failures to tolerate. */
    static List<Action> highAvailabilityBack(Situation situation) {
        XenPool.HighAvailability present = situation.fact(XenFacts.HIGH_AVAILABILITY);
        if (!present.on()) {
            return List.of();
        }
        return List.of(
                Xe.highAvailabilityOn(heartbeatStorage(situation), present.configuration()),
                Xe.failuresToTolerate(uuid(situation), present.failuresToTolerate()));
    }

    /** @throws Fact.Unreadable when the storage of a statefile is not known */
    private static List<String> heartbeatStorage(Situation situation) {
        Map<String, String> storageOfDisk = situation.fact(XenFacts.VDIS);
        return situation.fact(XenFacts.HIGH_AVAILABILITY).statefiles().stream()
                .map(disk -> Optional.ofNullable(storageOfDisk.get(disk))
                        .filter(storage -> !storage.isEmpty())
                        .orElseThrow(() -> new Fact.Unreadable("xapi does not know the storage of the disk " + disk)))
                .distinct()
                .toList();
    }

    /** Without it high availability could only be brought back on whichever storage xapi chooses. */
    static Check heartbeatStorageIsKnown() {
        return new Check(
                "heartbeat-storage",
                "it is known how high availability is set up, to bring it back as it was",
                "Look at ha-statefiles of the pool (xe pool-param-list) and at the storage that holds them. Or switch"
                        + " high availability off yourself, and on again when the run is over.",
                situation -> {
                    XenPool.HighAvailability present = situation.fact(XenFacts.HIGH_AVAILABILITY);
                    return present.statefiles().isEmpty()
                            ? Finding.fail("xapi names no statefile")
                            : Finding.pass("heartbeat on "
                                    + heartbeatStorage(situation).stream()
                                            .map(uuid -> named(situation, uuid))
                                            .collect(Collectors.joining(", "))
                                    + ", " + present.failuresToTolerate() + " host failures to tolerate");
                });
    }

    private static String named(Situation situation, String storage) {
        return situation.fact(XenFacts.SRS).stream()
                .filter(one -> one.uuid().equals(storage))
                .map(one -> one.name() + " (" + storage + ")")
                .findFirst()
                .orElse(storage);
    }

    static Step.Pause highAvailabilityPause() {
        return new Step.Pause("high-availability", "high availability of the pool", Pool::highAvailabilityBack);
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
