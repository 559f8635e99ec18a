package org.ostler.execution;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ostler.audit.AuditTrail;
import org.ostler.console.Transcripts;
import org.ostler.credential.Credentials;
import org.ostler.credential.Vault;
import org.ostler.inventory.Inventory;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Plan;
import org.ostler.procedure.Guide;

/**
 * Everything outside that the runner works with, in one place, so that its stories run without a container.
 *
 * @param plans by id
 * @param guides by id
 * @param changed told after each change of a run's ledger
 * @param health whether the ledger may be written
 */
record Tools(
        Ledger ledger,
        HostObserver observer,
        Inventory inventory,
        AuditTrail audit,
        Transcripts transcripts,
        Credentials credentials,
        Vault vault,
        Function<UUID, Plan> plans,
        Function<String, Optional<Guide>> guides,
        Limits limits,
        Clock clock,
        Consumer<UUID> changed,
        Health health) {

    Instant now() {
        return clock.instant();
    }
}
