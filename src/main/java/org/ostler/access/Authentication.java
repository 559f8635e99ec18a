package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ostler.audit.AuditEvent;

/** Whether somebody is who they say, by password, header or token. */
@ApplicationScoped
class Authentication {
    /** Smaller: a script pays PBKDF2 more often. Larger: a header taken from a process's memory is good for longer. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(5).toNanos();

    /** Fewer: busy scripts of many people pay PBKDF2 more often. More: memory. */
    private static final int REMEMBERED = 1_000;

    @Inject
    Accounts accounts;

    @Inject
    Tokens tokens;

    @Inject
    Trail trail;

    private final Throttle throttle = new Throttle(System::nanoTime);
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();
    private final byte[] key = new byte[32];

    private record Remembered(String name, long stamp, long atNanos) {}

    /** What came of a try. */
    sealed interface Result {
        record Known(Account account) implements Result {}

        record Refused() implements Result {}

        /** Too many tries; not even looked at. */
        record Wait(Duration howLong) implements Result {}
    }

    Authentication() {
        new SecureRandom().nextBytes(key);
    }

    Result byPassword(String name, String password, String address) {
        Optional<Account> account = accounts.find(name);
        boolean administrator =
                account.map(known -> known.roles().contains(Role.ADMINISTRATOR)).orElse(false);
        String accountKey = PersonRow.key(name);
        Duration wait = throttle.take(address, accountKey, administrator);
        if (!wait.isZero()) {
            return new Result.Wait(wait);
        }
        String hash = account.map(Account::password).orElse(PasswordHash.NOBODY);
        boolean matches = PasswordHash.matches(hash, password);
        if (!matches || account.isEmpty() || account.get().disabled()) {
            tellRefused(name, address);
            return new Result.Refused();
        }
        throttle.succeeded(address, accountKey, administrator);
        return new Result.Known(account.get());
    }

    /** Bounded by the throttle, so that guessing cannot flood the trail. */
    private void tellRefused(String name, String address) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        trail.note(AuditEvent.of(AuditEvent.Kind.SIGN_IN, "ostler", "A sign-in was refused")
                .with("name", shown)
                .with("address", address)
                .with("result", "refused"));
    }

    /** The value of an {@code Authorization} header; refused when it is of no kind we know. */
    Result byHeader(String header, String address) {
        String kind = header.split(" ", 2)[0].toLowerCase(Locale.ROOT);
        String value = header.contains(" ") ? header.split(" ", 2)[1].strip() : "";
        return switch (kind) {
            case "basic" -> byBasic(value, address);
            case "bearer" ->
                tokens.owner(value)
                        .flatMap(accounts::findActive)
                        .<Result>map(Result.Known::new)
                        .orElse(new Result.Refused());
            default -> new Result.Refused();
        };
    }

    private Result byBasic(String value, String address) {
        String remember = keyed(value);
        Remembered known = remembered.get(remember);
        if (known != null && System.nanoTime() - known.atNanos < REMEMBERED_NANOS) {
            Optional<Account> account = accounts.findActive(known.name).filter(active -> active.stamp() == known.stamp);
            if (account.isPresent()) {
                return new Result.Known(account.get());
            }
        }
        String[] pair = decoded(value).split(":", 2);
        if (pair.length != 2) {
            return new Result.Refused();
        }
        Result result = byPassword(pair[0], pair[1], address);
        if (result instanceof Result.Known fresh) {
            forgetOldest();
            remembered.put(
                    remember,
                    new Remembered(fresh.account().name(), fresh.account().stamp(), System.nanoTime()));
        } else {
            remembered.remove(remember);
        }
        return result;
    }

    private void forgetOldest() {
        long now = System.nanoTime();
        remembered.values().removeIf(old -> now - old.atNanos >= REMEMBERED_NANOS);
        Iterator<String> any = remembered.keySet().iterator();
        while (remembered.size() >= REMEMBERED && any.hasNext()) {
            any.next();
            any.remove();
        }
    }

    /** The header itself is not kept, only its hash under a key that ends with this process. */
    private String keyed(String header) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(header.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }
}
