package org.ostler.lab;

import static org.ostler.lab.OstlerCalls.demand;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a plan, a run and its audit trail promise, whatever the run did. */
final class UpgradePromises {
    private UpgradePromises() {}

    static void demandDistinctSteps(JsonNode plan) {
        Set<String> ids = new HashSet<>();
        for (JsonNode step : plan.path("steps")) {
            String id = step.path("id").asText();
            demand(ids.add(id), "two steps have the id " + id);
        }
    }

    static JsonNode stepOf(JsonNode run, String id) {
        for (JsonNode step : run.path("steps")) {
            if (step.path("id").asText().equals(id)) {
                return step;
            }
        }
        throw new OstlerCalls.Broken("the run has lost its step " + id);
    }

    /** The steps between the done and the coming ones, for a person. */
    static String standing(JsonNode run) {
        List<String> steps = new ArrayList<>();
        for (JsonNode step : run.path("steps")) {
            String state = step.path("state").asText();
            if (!Set.of("PENDING", "SUCCEEDED", "SKIPPED").contains(state)) {
                steps.add(step.path("id").asText() + " " + state + " "
                        + step.path("progress").asText());
            }
        }
        return steps.toString();
    }

    /** Every step is done, and what was paused is restored. */
    static String demandSteps(JsonNode run) {
        Map<String, Integer> states = new TreeMap<>();
        for (JsonNode step : run.path("steps")) {
            String state = step.path("state").asText();
            states.merge(state, 1, Integer::sum);
            demand(
                    Set.of("SUCCEEDED", "SKIPPED").contains(state),
                    "the run succeeded, but " + step.path("id").asText() + " is " + state);
        }
        for (JsonNode paused : run.path("paused")) {
            demand(
                    paused.path("restored").asBoolean(),
                    "still paused: " + paused.path("what").asText() + " "
                            + paused.path("problem").asText());
        }
        return states.toString();
    }

    /** Every step is told, every intent has its outcome, and the chain is whole. */
    static String demandAudit(OstlerCalls calls, JsonNode run) {
        Set<String> told = new HashSet<>();
        Set<String> open = new TreeSet<>();
        String after = "0";
        int entries = 0;
        do {
            JsonNode page =
                    calls.get("/api/audit?run=" + run.path("id").asText() + "&order=oldest&limit=1000&after=" + after);
            for (JsonNode entry : page.path("entries")) {
                entries++;
                String step = entry.path("step").asText();
                told.add(step);
                String effect = step + " attempt " + entry.path("attempt").asText() + " "
                        + entry.path("command").asText();
                if (entry.path("kind").asText().equals("INTENT")) {
                    open.add(effect);
                } else if (entry.path("kind").asText().equals("OUTCOME")) {
                    open.remove(effect);
                }
            }
            after = page.path("next").isNull() ? "" : page.path("next").asText();
        } while (!after.isEmpty());
        for (JsonNode step : run.path("steps")) {
            String id = step.path("id").asText();
            demand(told.contains(id), "the audit trail does not know the step " + id);
        }
        demand(open.isEmpty(), "the audit trail has intents without an outcome: " + open);
        JsonNode verification = calls.get("/api/audit/verify");
        demand(verification.path("valid").asBoolean(), "the audit trail does not verify: " + verification);
        return entries + " entries of this run, every step among them; the chain of "
                + verification.path("entries").asText() + " is valid";
    }
}
