package org.ostler.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ostler.PlainPersistence;
import org.ostler.access.Caller;
import org.ostler.audit.AuditTrail;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Configuration;
import org.ostler.procedure.Guide;

/** Planning with its real rows, without a container. */
public final class PlainPlans {
    public static final List<String> ROWS =
            Stream.of(PlanRow.class, PlanPartRow.class).map(Class::getName).toList();

    private PlainPlans() {}

    @SuppressWarnings("UnnecessaryAssignment") // by hand what the container injects
    public static Plans over(
            PlainPersistence database,
            Caller caller,
            Inventory inventory,
            HostObserver observer,
            AuditTrail audit,
            Function<String, Optional<Guide>> guides) {
        Plans plans = new Plans();
        plans.caller = caller;
        plans.inventory = inventory;
        plans.observer = observer;
        plans.audit = audit;
        plans.guides = guides;
        plans.configuration = new Configuration() {
            @Override
            public Optional<String> text(String name) {
                return Optional.empty();
            }
        };
        plans.store = new Store(database);
        return plans;
    }

    private static final class Store extends PlanStore {
        private final PlainPersistence database;

        Store(PlainPersistence database) {
            this.database = database;
            entities = database.entities();
        }

        @Override
        public Plan add(Plan plan) {
            return database.in(() -> super.add(plan));
        }

        @Override
        public Optional<Plan> find(String numberOrId) {
            return database.in(() -> super.find(numberOrId));
        }

        @Override
        public List<Plan> newest(int limit) {
            return database.in(() -> super.newest(limit));
        }

        @Override
        public boolean approve(UUID plan, String digest, String by, Instant at, Instant end, Runnable beforeCommit) {
            return database.in(() -> super.approve(plan, digest, by, at, end, beforeCommit));
        }

        @Override
        public boolean use(UUID plan, Instant at) {
            return database.in(() -> super.use(plan, at));
        }
    }
}
