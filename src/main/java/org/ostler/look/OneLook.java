package org.ostler.look;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.ostler.audit.AuditEntry;
import org.ostler.credential.Credentials;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Lines;
import org.ostler.plan.Sight;
import org.ostler.platform.Configuration;
import org.ostler.platform.Refusal;
import org.ostler.ssh.SshTrouble;

/** Looks at one host or management server and keeps what was seen. Read-only commands, no transaction while the host is spoken to. */
@ApplicationScoped
class OneLook {
    private static final System.Logger LOG = System.getLogger(OneLook.class.getName());

    /** Smaller: a host that blinked yesterday has no history. Larger: big installations store megabytes per host. */
    private static final int KEPT = 20;

    @Inject
    HostObserver observer;

    @Inject
    ManagedFiles files;

    @Inject
    LookStore store;

    @Inject
    Credentials credentials;

    @Inject
    Configuration configuration;

    private final Clock clock = Clock.systemUTC();

    /** @param more facts beside the portrait's; they are kept too */
    HostLook make(
            Lines lines,
            Subject subject,
            List<Fact<?>> more,
            String by,
            Supplier<Optional<HostLook.CloudState>> cloud) {
        Map<String, AuditEntry> before = files.written(subject.id());
        List<Fact<?>> facts = new ArrayList<>(subject.portrait());
        before.keySet().forEach(path -> facts.add(ManagedFiles.sum(subject.place(), path)));
        facts.addAll(more);
        Sight sight = sight(lines, subject, facts);
        List<HostLook.SeenFile> seen =
                ManagedFiles.seen(subject.place(), before, files.written(subject.id()), sight.facts());
        SecretText secrets = new SecretText(credentials.all());
        Optional<HostLook> earlier = store.newest(subject.id());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        HostLook look = new HostLook(
                0,
                subject.id(),
                now,
                by,
                masked(
                        sight.facts(),
                        before.keySet().stream()
                                .map(path -> ManagedFiles.sum(subject.place(), path))
                                .toList(),
                        secrets),
                masked(sight.missing(), secrets),
                seen,
                sight.trouble().map(trouble -> trouble(trouble, earlier, now, secrets)),
                cloud.get());
        files.tell(subject, look, store.facts(subject.id()).map(HostLook::files).orElse(List.of()));
        return store.add(look, Math.max(1, configuration.number("ostler.looks.kept", KEPT)));
    }

    private Sight sight(Lines lines, Subject subject, List<Fact<?>> facts) {
        try {
            return observer.look(lines, subject.host(), subject.server(), facts);
        } catch (Refusal refusal) {
            return failed(SshTrouble.Kind.LOGIN_REFUSED, refusal.getMessage() + " " + refusal.next());
        } catch (RuntimeException bug) {
            String reference = UUID.randomUUID().toString();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the look at " + subject.name() + " failed, reference " + reference,
                    bug);
            return failed(
                    SshTrouble.Kind.LOST,
                    "The look failed. The server's log has the reason under reference " + reference + ".");
        }
    }

    private static Sight failed(SshTrouble.Kind kind, String message) {
        return new Sight(Facts.none(), Map.of(), Optional.of(new SshTrouble(kind, message)));
    }

    /** "Since" is carried on from look to look for as long as none succeeds. */
    private static HostLook.Trouble trouble(
            SshTrouble trouble, Optional<HostLook> earlier, Instant now, SecretText secrets) {
        Instant since =
                earlier.flatMap(HostLook::trouble).map(HostLook.Trouble::since).orElse(now);
        return new HostLook.Trouble(trouble.kind(), secrets.masked(trouble.getMessage()), since);
    }

    private static Facts masked(Facts facts, List<Fact<String>> sums, SecretText secrets) {
        Map<String, Answer> masked = new HashMap<>(facts.answers());
        sums.forEach(sum -> masked.remove(Facts.key(sum)));
        masked.replaceAll((fact, answer) -> secrets.apply(answer));
        return new Facts(masked);
    }

    private static Map<String, String> masked(Map<String, String> missing, SecretText secrets) {
        Map<String, String> masked = new HashMap<>(missing);
        masked.replaceAll((fact, why) -> secrets.masked(why));
        return masked;
    }
}
