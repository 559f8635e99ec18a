package org.ostler.web.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ostler.audit.AuditEntry;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditQuery;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Refusal;
import org.ostler.web.Mark;
import org.ostler.web.Texts;

/** The audit trail: what matches, and one entry in full. */
@Named
@RequestScoped
public class AuditPage {
    private static final int PAGE = 100;

    /** How far before and after an entry its other half is looked for. */
    private static final int NEAR = 100;

    /** Details that are shown in another way, or are there for rebuilding the ledger only. */
    private static final Set<String> APART = Set.of("diff", "ledger");

    @Inject
    private AuditTrail audit;

    @Inject
    private AuditFilter filter;

    @Inject
    private Texts texts;

    private Optional<List<AuditEntry>> found = Optional.empty();
    private Optional<Optional<AuditEntry>> chosen = Optional.empty();
    private String problem = "";

    public List<AuditEntry> getEntries() {
        if (found.isEmpty()) {
            try {
                found = Optional.of(audit.search(filter.query(PAGE)));
            } catch (Refusal refusal) {
                problem = refusal.getMessage();
                found = Optional.of(List.of());
            }
        }
        return found.get();
    }

    /** Empty when the filters were understood. */
    public String getProblem() {
        return getEntries().isEmpty() ? problem : "";
    }

    public long getCount() {
        return getProblem().isEmpty() ? audit.count(filter.query(PAGE)) : 0;
    }

    public boolean isMore() {
        return getEntries().size() == PAGE;
    }

    public long getLastShown() {
        return getEntries().get(getEntries().size() - 1).number();
    }

    public String value(String name) {
        return filter.value(name);
    }

    public String getAddress() {
        return filter.address();
    }

    public boolean isFiltered() {
        return !filter.isEmpty();
    }

    /** The entry that the address names, else nothing. */
    public Optional<AuditEntry> getChosen() {
        if (chosen.isEmpty()) {
            String number = filter.value("entry");
            chosen = Optional.of(
                    number.matches("\\d{1,17}")
                            ? audit.search(AuditQuery.newest(1).following(Long.parseLong(number) + 1)).stream()
                                    .filter(entry -> entry.number() == Long.parseLong(number))
                                    .findFirst()
                            : Optional.empty());
        }
        return chosen.get();
    }

    /** The chosen entry with what belongs to the same command: its intent, its outcome. */
    public List<AuditEntry> getStory() {
        AuditEntry entry = getChosen().orElseThrow();
        List<AuditEntry> story = new ArrayList<>(List.of(entry));
        if (entry.event().command().isPresent() && entry.event().run().isPresent()) {
            AuditQuery ofRun = AuditQuery.newest(NEAR).ofRun(entry.event().run().get());
            story.addAll(sameCommand(entry, audit.search(ofRun.following(entry.number()))));
            story.addAll(sameCommand(
                    entry,
                    audit.search(new AuditQuery(
                            Optional.empty(),
                            ofRun.run(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(entry.number()),
                            true,
                            NEAR))));
        }
        story.sort(Comparator.comparingLong(AuditEntry::number));
        return story;
    }

    private static List<AuditEntry> sameCommand(AuditEntry entry, List<AuditEntry> near) {
        return near.stream()
                .filter(other -> other.event().command().equals(entry.event().command()))
                .toList();
    }

    public List<DiffLine> getDiff() {
        return DiffLine.of(getChosen()
                .map(entry -> entry.event().details().getOrDefault("diff", ""))
                .orElse(""));
    }

    /** What else the entry holds, without the diff. */
    public List<Map.Entry<String, String>> getDetails() {
        return getChosen().stream()
                .flatMap(entry -> entry.event().details().entrySet().stream())
                .filter(detail ->
                        !APART.contains(detail.getKey()) && !detail.getValue().isBlank())
                .map(detail -> Map.entry(texts.either("audit." + detail.getKey(), detail.getKey()), detail.getValue()))
                .toList();
    }

    /** What an entry looks like among others. */
    public Mark mark(AuditEntry entry) {
        AuditEvent event = entry.event();
        String result = event.details().getOrDefault("result", event.details().getOrDefault("state", ""));
        return switch (event.kind()) {
            case INTENT, GATE_OPENED -> event.kind() == AuditEvent.Kind.INTENT ? Mark.TODO : Mark.WAITING;
            case DRIFT -> Mark.WARN;
            case OUTCOME, STEP_STATE, RESTORED, RUN_STATE, RUN_ENDED, SIGN_IN -> ofResult(result);
            case PLANNED,
                    APPROVED,
                    RUN_STARTED,
                    GATE_ANSWERED,
                    PAUSED,
                    CONSOLE_OPENED,
                    CONSOLE_CLOSED,
                    HOST_KEY,
                    INVENTORY,
                    CREDENTIAL,
                    PEOPLE,
                    RETENTION,
                    RESTORATION,
                    HANDOVER,
                    SETTING -> Mark.PASS;
            case SENT_BACK -> Mark.STALE;
        };
    }

    private static Mark ofResult(String result) {
        return switch (result) {
            case "failed", "FAILED", "ABANDONED", "refused" -> Mark.FAIL;
            case "unknown", "OUTCOME_UNKNOWN" -> Mark.UNKNOWN;
            case "running", "RUNNING", "ROLLING_BACK", "CANCELLING" -> Mark.RUNNING;
            case "WAITING" -> Mark.WAITING;
            case "not done", "SKIPPED", "ROLLED_BACK", "CANCELLED" -> Mark.SKIPPED;
            case "STALE", "PAUSED" -> Mark.STALE;
            default -> Mark.PASS;
        };
    }

    /** The word beside the mark. */
    public String word(AuditEntry entry) {
        return texts.get("audit.kind." + entry.event().kind());
    }
}
