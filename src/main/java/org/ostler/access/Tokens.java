package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.audit.AuditEvent;
import org.ostler.platform.Refusal;

/** The boundary of bearer tokens: each stands for the person who made it, with that person's present roles. */
@ApplicationScoped
public class Tokens {
    /** What may be shown. */
    public record Token(UUID id, String name, Instant createdAt) {}

    /** @param secret shown this once */
    public record NewToken(UUID id, String name, Instant createdAt, String secret) {}

    private static final String PREFIX = "ostler_";
    private static final SecureRandom RANDOM = new SecureRandom();

    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    @Inject
    Caller caller;

    @Inject
    Trail trail;

    /** @throws org.ostler.platform.Refusal for a name of no use */
    @Transactional
    public NewToken make(String name) {
        String wanted = name.strip();
        if (wanted.isEmpty() || wanted.length() > 100 || wanted.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.badInput(
                    "token-name", "A token needs a name of 1 to 100 characters.", "Name what it is used for.");
        }
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = Instant.now();
        UUID id = UUID.randomUUID();
        String person = caller.name();
        database.persist(new TokenRow(id, PersonRow.key(person), wanted, Authentication.sha256(secret), now));
        trail.record(AuditEvent.of(
                AuditEvent.Kind.PEOPLE, person, person + " made the token \"" + wanted + "\" for the API"));
        return new NewToken(id, wanted, now, secret);
    }

    /** The caller's own. */
    @Transactional
    public List<Token> mine() {
        return database
                .createQuery("select t from TokenRow t where t.person = :person order by t.createdAt", TokenRow.class)
                .setParameter("person", PersonRow.key(caller.name()))
                .getResultList()
                .stream()
                .map(TokenRow::toToken)
                .toList();
    }

    @Transactional
    public void remove(UUID id) {
        TokenRow row = database.find(TokenRow.class, id);
        if (row == null || !row.person().equals(PersonRow.key(caller.name()))) {
            throw Refusal.notFound("token", id.toString());
        }
        database.remove(row);
        trail.record(AuditEvent.of(
                AuditEvent.Kind.PEOPLE,
                caller.name(),
                caller.name() + " removed the token \"" + row.toToken().name() + "\""));
    }

    /** Whose token this is. */
    @Transactional(Transactional.TxType.SUPPORTS)
    Optional<String> owner(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return database
                .createQuery("select t from TokenRow t where t.hash = :hash", TokenRow.class)
                .setParameter("hash", Authentication.sha256(secret))
                .getResultList()
                .stream()
                .findFirst()
                .map(TokenRow::person);
    }
}
