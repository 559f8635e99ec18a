package org.ostler.look;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.facts.Place;

/** The files that Ostler wrote on a host, compared with what is there. Only sums travel, never contents. */
@ApplicationScoped
class ManagedFiles {
    private static final Pattern SUM = Pattern.compile("\\\\?([0-9a-f]{64})\\b");

    @Inject
    AuditTrail audit;

    /** By path: what the audit trail says was written last. */
    Map<String, AuditEntry> written(UUID host) {
        Map<String, AuditEntry> files = new HashMap<>();
        audit.writtenFiles(host).forEach(entry -> {
            if (entry.event().details().containsKey("after")) {
                files.put(entry.event().path().orElseThrow(), entry);
            }
        });
        return files;
    }

    /** The SHA-256 of a file as it is; empty when there is none. */
    static Fact<String> sum(Place place, String path) {
        return new Fact<>(
                "sha256 " + path, place, new Look.Run(CommandLine.of("sha256sum", "--", path)), ManagedFiles::sum);
    }

    private static String sum(Answer answer) {
        Matcher sum = SUM.matcher(answer.out());
        if (answer.ok() && sum.lookingAt()) {
            return sum.group(1);
        }
        if (answer.exit() == 1 && answer.err().contains("No such file")) {
            return "";
        }
        throw new Fact.Unreadable("its sum cannot be made: " + answer.err().strip());
    }

    /**
     * @param before what was written, read before the sums were made
     * @param after the same, read afterwards: a file that was written in between is left out
     */
    static List<HostLook.SeenFile> seen(
            Place place, Map<String, AuditEntry> before, Map<String, AuditEntry> after, Facts facts) {
        List<HostLook.SeenFile> seen = new ArrayList<>();
        before.keySet().stream().sorted().forEach(path -> {
            AuditEntry entry = before.get(path);
            boolean same = after.containsKey(path) && after.get(path).number() == entry.number();
            if (same) {
                facts.find(sum(place, path))
                        .ifPresent(sum -> seen.add(new HostLook.SeenFile(
                                path, entry.event().details().get("after"), sum, entry.number())));
            }
        });
        return seen;
    }

    /** Audits what was not so at the look before: the same drift is told once, not with every look. */
    void tell(Subject subject, HostLook look, List<HostLook.SeenFile> known) {
        for (HostLook.SeenFile file : look.drifted()) {
            if (known.contains(file)) {
                continue;
            }
            AuditEvent event = AuditEvent.of(
                            AuditEvent.Kind.DRIFT,
                            look.by(),
                            subject.name() + ": " + file.path() + " differs from what Ostler wrote")
                    .about(subject.id(), subject.name())
                    .onFile(file.path())
                    .with("before", file.written())
                    .with("after", file.seen())
                    .with("entry", Long.toString(file.entry()));
            try {
                audit.record(event);
            } catch (AuditTrail.JournalUnwritable trouble) {
                throw trouble.refusal();
            }
        }
    }
}
