package org.ostler.execution;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.ostler.configfile.FileChange;
import org.ostler.plan.PlanDigest;
import org.ostler.plan.SecretLines;
import org.ostler.procedure.Action;

/** One action of an attempt: its command id, what was seen before it, how it ended. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class ActionEntry {
    enum Mark {
        PENDING,
        /** Journalled; from here on only its proof tells whether it happened. */
        INTENT,
        DONE,
        FAILED,
        UNKNOWN
    }

    UUID command = UUID.randomUUID();
    Action action;
    Mark mark = Mark.PENDING;
    Optional<Instant> intentAt = Optional.empty();
    String bootId = "";
    String marker = "";
    boolean started;
    Optional<Instant> downSince = Optional.empty();
    Optional<String> job = Optional.empty();
    Optional<Instant> sentAt = Optional.empty();
    String before = "";
    String after = "";
    Optional<Integer> exit = Optional.empty();
    String result = "";
    boolean cleaned;
    /** Of a guarded change, from its arming on. */
    Optional<GuardEntry> guard = Optional.empty();

    /** From a backup that is older than what may have happened: no trace on the host proves nothing. */
    boolean restored;

    private ActionEntry() {}

    static ActionEntry of(Action action) {
        ActionEntry entry = new ActionEntry();
        entry.action = SecretLines.masked(action);
        if (action instanceof Action.WriteFile write) {
            FileChange change = write.change();
            entry.before = change.before().map(PlanDigest::sha256).orElse("");
            entry.after = change.after().map(PlanDigest::sha256).orElse("");
        }
        return entry;
    }

    /** Intended under this identity of the host. */
    void intend(Instant now, String hostBootId, String hostMarker) {
        mark = Mark.INTENT;
        restored = false;
        intentAt = Optional.of(now);
        bootId = hostBootId;
        marker = hostMarker;
    }

    void end(Mark how, String words, Optional<Integer> status) {
        mark = how;
        result = words;
        exit = status;
    }

    boolean isOpen() {
        return mark == Mark.PENDING || mark == Mark.INTENT;
    }
}
