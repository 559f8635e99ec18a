package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StepsSeenTest {
    private final UUID run = UUID.randomUUID();
    private final StepsSeen seen = new StepsSeen();
    private final Map<String, Long> database = new LinkedHashMap<>(Map.of("a", 0L, "b", 0L));
    private final List<String> read = new ArrayList<>();

    private List<StepEntry> look() {
        read.clear();
        return seen.steps(run, any -> rows(database.keySet()), this::rows);
    }

    private List<StepEntry> rows(Set<String> names) {
        read.addAll(names);
        return names.stream().filter(database::containsKey).map(this::row).toList();
    }

    private StepEntry row(String name) {
        StepEntry entry = new StepEntry();
        entry.id = name;
        entry.order = name.charAt(0) - 'a';
        entry.version = database.get(name);
        return entry;
    }

    private List<String> told() {
        return look().stream().map(entry -> entry.id + entry.version).toList();
    }

    @Test
    void aRunIsReadAgainAfterItWasAnnouncedUntilItsVersionIsThere() {
        List<Long> versions = new ArrayList<>();
        long[] there = {3};
        Supplier<Optional<RunEntry>> read = () -> {
            versions.add(there[0]);
            return Optional.of(runOf(there[0]));
        };
        assertEquals(3, seen.run(run, read).orElseThrow().version);
        assertEquals(3, seen.run(run, read).orElseThrow().version);
        assertEquals(List.of(3L), versions);
        seen.expectRun(run, 4);
        assertEquals(3, seen.run(run, read).orElseThrow().version, "not committed yet");
        there[0] = 4;
        assertEquals(4, seen.run(run, read).orElseThrow().version);
        assertEquals(4, seen.run(run, read).orElseThrow().version);
        assertEquals(List.of(3L, 3L, 4L), versions);
    }

    private RunEntry runOf(long version) {
        RunRow row = new RunRow();
        row.id = run;
        row.number = 1L;
        row.startedAt = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        row.changedAt = row.startedAt;
        row.version = version;
        return new RunEntry(row);
    }

    @Test
    void whatNobodySavedIsReadOnce() {
        assertEquals(List.of("a0", "b0"), told());
        StepEntry before = look().get(0);
        assertEquals(List.of(), read);
        assertSame(before, look().get(0));
    }

    @Test
    void onlyWhatWasSavedIsReadAgainAndThenKept() {
        look();
        seen.expect(run, "b", 1);
        database.put("b", 1L);
        assertEquals(List.of("a0", "b1"), told());
        assertEquals(List.of("b"), read);
        assertEquals(List.of("a0", "b1"), told());
        assertEquals(List.of(), read);
    }

    @Test
    void whatIsReadBeforeACommitIsNotKept() {
        look();
        seen.expect(run, "b", 1);
        assertEquals(List.of("a0", "b0"), told());
        database.put("b", 1L);
        assertEquals(List.of("a0", "b1"), told());
    }

    @Test
    void aSaveBeforeTheFirstReadingCountsToo() {
        seen.expect(run, "b", 1);
        assertEquals(List.of("a0", "b0"), told());
        database.put("b", 1L);
        assertEquals(List.of("a0", "b1"), told());
    }

    @Test
    void afterAnUndoneTransactionTheDatabaseIsAskedUntilTheNextSave() {
        look();
        seen.expect(run, "b", 1);
        assertEquals(List.of("a0", "b0"), told());
        assertEquals(List.of("a0", "b0"), told());
        assertEquals(List.of("b"), read);
        seen.expect(run, "b", 1);
        database.put("b", 1L);
        look();
        assertEquals(List.of("a0", "b1"), told());
        assertEquals(List.of(), read);
    }

    @Test
    void anAddedStepAppearsInItsPlace() {
        database.remove("a");
        look();
        seen.expect(run, "a", 0);
        assertEquals(List.of("b0"), told());
        database.put("a", 0L);
        assertEquals(List.of("a0", "b0"), told());
        assertEquals(List.of("a0", "b0"), told());
        assertEquals(List.of(), read);
    }

    @Test
    void manyOtherRunsOnlyMakeItReadAllAgain() {
        look();
        seen.expect(run, "b", 1);
        for (int other = 0; other < 20; other++) {
            seen.steps(UUID.randomUUID(), any -> List.of(), any -> List.of());
        }
        assertEquals(List.of("a0", "b0"), told());
        database.put("b", 1L);
        assertEquals(List.of("a0", "b1"), told());
    }
}
