package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditEvent.Kind;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.execution.RunView;
import org.ostler.execution.Runs;

/** What was changed last, as one tells it at the change of a shift: a step is one line, however many commands it was. */
@Named
@RequestScoped
public class LastChanges {
    private static final Set<Kind> CHANGES = EnumSet.of(
            Kind.OUTCOME,
            Kind.RUN_STARTED,
            Kind.RUN_ENDED,
            Kind.APPROVED,
            Kind.SENT_BACK,
            Kind.RESTORED,
            Kind.RESTORATION,
            Kind.HOST_KEY,
            Kind.INVENTORY,
            Kind.DRIFT,
            Kind.HANDOVER,
            Kind.CONSOLE_OPENED);
    private static final int READ = 200;
    private static final int SHOWN = 12;
    private static final int RUNS = 50;

    @Inject
    private AuditTrail audit;

    @Inject
    private Runs runs;

    @Inject
    private When when;

    @Inject
    private Texts texts;

    private Optional<List<Change>> seen = Optional.empty();
    private final Map<UUID, RunView> byId = new HashMap<>();

    /**
     * @param day of the first change of a day before today
     * @param about the machine; empty when the words say all
     * @param file name of the one file it was
     * @param trouble when it did not end well
     * @param actions how many were one line
     */
    public record Change(
            long entry,
            Instant at,
            Optional<String> day,
            String about,
            String what,
            Optional<String> file,
            Optional<Mark> trouble,
            int actions,
            String actor,
            Optional<Long> run) {}

    public List<Change> getAll() {
        if (seen.isEmpty()) {
            seen = Optional.of(read());
        }
        return seen.get();
    }

    private List<Change> read() {
        List<List<AuditEntry>> groups = new ArrayList<>();
        for (AuditEntry entry : audit.search(AuditQuery.newest(READ))) {
            if (!CHANGES.contains(entry.event().kind()) || isToldOtherwise(entry.event())) {
                continue;
            }
            List<AuditEntry> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (!last.isEmpty() && isOneLine(last.get(0).event(), entry.event())) {
                last.add(entry);
            } else if (groups.size() == SHOWN) {
                break;
            } else {
                groups.add(new ArrayList<>(List.of(entry)));
            }
        }
        if (groups.stream().anyMatch(group -> group.get(0).event().run().isPresent())) {
            runs.list(RUNS).forEach(run -> byId.put(run.id(), run));
        }
        return lines(groups);
    }

    /** What was paused and comes back has an entry of its own that says so. */
    private static boolean isToldOtherwise(AuditEvent event) {
        return event.kind() == Kind.OUTCOME
                && kind(event).equals("restore")
                && trouble(event).isEmpty();
    }

    /** Of the attempt: do, retry, mend, undo, restore. */
    private static String kind(AuditEvent event) {
        return event.details().getOrDefault("kind", "");
    }

    private static boolean isOneLine(AuditEvent one, AuditEvent other) {
        return one.kind() == Kind.OUTCOME
                && other.kind() == Kind.OUTCOME
                && one.step().isPresent()
                && one.run().equals(other.run())
                && one.step().equals(other.step())
                && kind(one).equals(kind(other))
                && trouble(one).equals(trouble(other));
    }

    private List<Change> lines(List<List<AuditEntry>> groups) {
        List<Change> lines = new ArrayList<>();
        LocalDate day = when.day(when.getNow());
        for (List<AuditEntry> group : groups) {
            LocalDate of = when.day(group.get(0).at());
            Optional<String> heading = of.equals(day) ? Optional.empty() : Optional.of(when.dayWords(of));
            day = of;
            lines.add(line(group, heading));
        }
        return lines;
    }

    private Change line(List<AuditEntry> group, Optional<String> day) {
        AuditEntry newest = group.get(0);
        AuditEvent event = newest.event();
        Optional<RunView> run = event.run().map(byId::get);
        Optional<String> step = event.kind() == Kind.OUTCOME ? run.flatMap(of -> step(of, event)) : Optional.empty();
        return new Change(
                newest.number(),
                newest.at(),
                day,
                step.isPresent() ? event.subjectName().orElse("") : "",
                step.orElseGet(() -> texts.translated(event.summary())),
                group.size() == 1 ? event.path().map(LastChanges::name) : Optional.empty(),
                trouble(event),
                group.size(),
                event.actor(),
                run.map(RunView::number));
    }

    private Optional<String> step(RunView run, AuditEvent event) {
        return event.step().map(id -> id.replaceFirst("@.*", "")).map(key -> {
            String text = "step." + run.guide() + "." + key;
            if (!texts.containsKey(text)) {
                return texts.translated(event.summary());
            }
            return kind(event).equals("undo") ? texts.say("home.undone", texts.get(text)) : texts.get(text);
        });
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Optional<Mark> trouble(AuditEvent event) {
        return switch (event.details().getOrDefault("result", "")) {
            case "failed" -> Optional.of(Mark.FAIL);
            case "unknown" -> Optional.of(Mark.UNKNOWN);
            case "not done" -> Optional.of(Mark.SKIPPED);
            default -> event.kind() == Kind.DRIFT ? Optional.of(Mark.WARN) : Optional.empty();
        };
    }
}
