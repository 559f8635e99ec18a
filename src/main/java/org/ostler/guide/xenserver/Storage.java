package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Optional;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Step.Element;
import org.ostler.procedure.Template;

/** The manual's loop over detached PBDs, for this host's own: on a coordinator its list names other hosts' too. */
final class Storage {
    private Storage() {}

    static Step.ForEach plugAll() {
        return new Step.ForEach(
                List.of(new Template("xe pbd-plug uuid=<pbd>", "each detached PBD of this host")),
                Storage::detached,
                (situation, element) -> List.of(Xe.plug(element.key())),
                (situation, element) -> !isDetached(situation, Optional.of(element.key())),
                (situation, action) -> isDetached(situation, Xe.argument(action, "pbd-plug", "uuid")));
    }

    private static List<Element> detached(Situation situation) {
        return new PoolView(situation)
                .detached().stream()
                        .map(pbd -> new Element(pbd.uuid(), pbd.storageName()))
                        .toList();
    }

    private static boolean isDetached(Situation situation, Optional<String> uuid) {
        return new PoolView(situation).detached().stream().anyMatch(pbd -> uuid.equals(Optional.of(pbd.uuid())));
    }
}
