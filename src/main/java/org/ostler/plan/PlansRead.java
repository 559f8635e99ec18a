package org.ostler.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Plans as they were unpacked last. What is stored of a plan when it is made never changes, and a plan of fifty hosts is
 * two thousand steps: a run's page would unpack them four times a second.
 */
final class PlansRead {
    /** Smaller: two people who read large plans unpack them at each click. Larger: a large plan takes 10 MB of memory. */
    private static final int WHOLE = 3;

    /** As many as a list may show. */
    private static final int HEADS = 500;

    private final Map<UUID, Plan> whole = new Newest(WHOLE);
    private final Map<UUID, Plan> heads = new Newest(HEADS);

    Plan whole(UUID id, Supplier<Plan> unpack) {
        return find(whole, id).orElseGet(() -> keep(unpack.get()));
    }

    /** For lists: without its steps, but for those that block its approval. */
    Plan head(UUID id, Supplier<Plan> unpack) {
        return find(heads, id).orElseGet(() -> head(unpack.get()));
    }

    private synchronized Plan keep(Plan plan) {
        whole.put(plan.id(), plan);
        return plan;
    }

    private synchronized Plan head(Plan plan) {
        return heads.computeIfAbsent(plan.id(), id -> plan.with(blocking(plan)));
    }

    private static List<PlannedStep> blocking(Plan plan) {
        return plan.steps().stream()
                .filter(step -> step.checks().stream().anyMatch(PlannedStep.CheckResult::blocks))
                .toList();
    }

    private synchronized Optional<Plan> find(Map<UUID, Plan> plans, UUID id) {
        return Optional.ofNullable(plans.get(id));
    }

    /** Of those that were asked for last. */
    private static final class Newest extends LinkedHashMap<UUID, Plan> {
        private static final long serialVersionUID = 1L;

        private final int most;

        Newest(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Plan> eldest) {
            return size() > most;
        }
    }
}
