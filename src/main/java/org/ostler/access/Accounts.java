package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Accounts by name, remembered briefly: each request asks several times. A change is seen by the next request. */
@ApplicationScoped
class Accounts {
    /**
     * Changes made through this process are dropped at once; this is for changes behind its back. Smaller: a database
     * round trip for each question. Larger: a row changed by hand acts later.
     */
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(2).toNanos();

    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    /** Counts changes: what was read before one of them is answered once and not remembered. */
    private final AtomicLong changes = new AtomicLong();

    private record Remembered(Account account, long atNanos) {}

    /** Empty for nobody; a disabled one is there. */
    @Transactional(Transactional.TxType.SUPPORTS)
    public Optional<Account> find(String name) {
        String key = PersonRow.key(name);
        Remembered known = remembered.get(key);
        if (known != null && System.nanoTime() - known.atNanos < REMEMBERED_NANOS) {
            return Optional.of(known.account);
        }
        if (key.length() > 64) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        long before = changes.get();
        Optional<Account> found =
                Optional.ofNullable(database.find(PersonRow.class, key)).map(PersonRow::toAccount);
        remembered.compute(key, (same, last) -> found.filter(account -> changes.get() == before)
                .map(account -> new Remembered(account, now))
                .orElse(null));
        return found;
    }

    /** Only those who may do anything at all. */
    public Optional<Account> findActive(String name) {
        return find(name).filter(account -> !account.disabled());
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccountChanged change) {
        changes.incrementAndGet();
        remembered.remove(PersonRow.key(change.name()));
    }
}
