package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the audit trail tells of a run's commands. */
final class Told {
    private Told() {}

    /**
     * No outcome without an intent before it, no intent without an outcome, no command with two that differ. A crash
     * may have told one twice.
     *
     * @param results that an outcome may have
     */
    static void assertEachCommandHasOneOutcome(JsonNode entries, Set<String> results) {
        Map<String, String> outcomes = new HashMap<>();
        Set<String> intents = new TreeSet<>();
        for (JsonNode entry : entries) {
            String command = entry.path("command").asText();
            switch (entry.path("kind").asText()) {
                case "INTENT" -> intents.add(command);
                case "OUTCOME" -> {
                    String result = entry.path("result").asText();
                    String first = outcomes.putIfAbsent(command, result);
                    assertEquals(first == null ? result : first, result, entry::toString);
                    assertTrue(results.contains(result), entry::toString);
                }
                default -> {}
            }
        }
        assertEquals(intents, new TreeSet<>(outcomes.keySet()), "commands intended, and commands with an outcome");
    }
}
