package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StepsSeenTest {
    private final StepsSeen seen = new StepsSeen();
    private final UUID run = UUID.randomUUID();
    private final Map<String, Long> rows = new HashMap<>(Map.of("a", 1L, "b", 1L));
    private final List<List<String>> asked = new ArrayList<>();

    private Map<String, StepEntry> read(List<String> keys) {
        asked.add(keys);
        Map<String, StepEntry> entries = new HashMap<>();
        for (String key : keys) {
            StepEntry entry = new StepEntry();
            entry.id = key;
            entry.version = rows.get(key);
            entries.put(key, entry);
        }
        return entries;
    }

    private List<StepEntry> look() {
        return seen.of(
                run,
                List.of(new StepsSeen.Version("a", rows.get("a")), new StepsSeen.Version("b", rows.get("b"))),
                this::read);
    }

    @Test
    void readsOnlyWhatSomebodySavedSince() {
        List<StepEntry> first = look();
        rows.put("b", 2L);
        List<StepEntry> second = look();
        assertEquals(List.of(List.of("a", "b"), List.of("b")), asked);
        assertSame(first.get(0), second.get(0));
        assertEquals(2, second.get(1).version);
        look();
        assertEquals(2, asked.size());
    }
}
