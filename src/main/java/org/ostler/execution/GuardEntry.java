package org.ostler.execution;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the ledger knows of a guarded change, beside what the host itself tells. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class GuardEntry {
    enum Verb {
        KEEP,
        EXTEND,
        REVERT
    }

    /** What a person wants of it; done by the lane as soon as the host answers. */
    record Wish(Verb verb, String by, Instant at, String note) {}

    /** @param answers empty while it was not asked yet */
    record Asked(String claim, Optional<Boolean> answers, String words) {}

    /** The network as the host saved it before, a line for each thing. */
    String saved = "";

    String timer = "";
    String boot = "";
    /** From here on a host that does not answer is expected. */
    Optional<Instant> appliedAt = Optional.empty();
    /** When the host restores, as it said last. */
    Optional<Instant> endsAt = Optional.empty();

    List<Asked> probes = new ArrayList<>();
    Optional<Wish> wish = Optional.empty();
    /** Where the host was reached before, when the change moves it. */
    Optional<String> earlierAddress = Optional.empty();
    /** How often the guard's program was called; each call has a number of its own. */
    int calls;

    Optional<Instant> restoredSeen = Optional.empty();

    /** What does not answer, in words. */
    String missing() {
        return probes.stream()
                .filter(asked -> asked.answers().filter(yes -> yes).isEmpty())
                .map(asked -> "not so: " + asked.claim()
                        + (asked.words().isBlank() ? "" : " (" + asked.words().strip() + ")"))
                .findFirst()
                .orElse("");
    }
}
