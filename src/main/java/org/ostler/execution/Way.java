package org.ostler.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.plan.Leg;

/**
 * Which steps may go on now. Pure. Steps done once are taken one after the other; consecutive steps for each host form
 * a block in which as many hosts as the guide is wide are worked on side by side, each in its lane.
 */
final class Way {
    private Way() {}

    /** The ids of the steps that a tick can do something for, at most one for each lane. */
    static List<String> ready(List<Leg> legs, Map<String, StepEntry> entries, int width, boolean mayStart) {
        boolean stopped = entries.values().stream()
                .anyMatch(entry -> entry.state == StepState.FAILED || entry.state == StepState.OUTCOME_UNKNOWN);
        List<String> ready = new ArrayList<>();
        for (Map.Entry<String, List<Leg>> lane : lanes(legs, entries, width).entrySet()) {
            current(lane.getValue(), entries)
                    .filter(entry -> entry.state == StepState.RUNNING
                            || (entry.state == StepState.PENDING && mayStart && !stopped)
                            || (entry.state == StepState.WAITING && mayStart && expires(lane.getValue(), entry)))
                    .ifPresent(entry -> ready.add(entry.id));
        }
        return ready;
    }

    /** A gate with a time of its own is ticked when that is over. */
    private static boolean expires(List<Leg> lane, StepEntry entry) {
        boolean ofTheStep = entry.gate.filter(gate -> gate.actionIndex() < 0).isPresent();
        return ofTheStep
                && lane.stream().filter(leg -> leg.id().equals(entry.id)).anyMatch(leg -> Gates.expiry(leg)
                        .isPresent());
    }

    /** The lanes in flight of the first block that is not finished. */
    private static Map<String, List<Leg>> lanes(List<Leg> legs, Map<String, StepEntry> entries, int width) {
        Map<String, List<Leg>> block = block(legs, entries);
        Map<String, List<Leg>> flying = new LinkedHashMap<>();
        block.entrySet().stream()
                .filter(lane -> isOpen(lane.getValue(), entries) && isBegun(lane.getValue(), entries))
                .forEach(lane -> flying.put(lane.getKey(), lane.getValue()));
        for (Map.Entry<String, List<Leg>> lane : block.entrySet()) {
            if (flying.size() < width && isOpen(lane.getValue(), entries)) {
                flying.putIfAbsent(lane.getKey(), lane.getValue());
            }
        }
        return flying;
    }

    private static Map<String, List<Leg>> block(List<Leg> legs, Map<String, StepEntry> entries) {
        Map<String, List<Leg>> block = new LinkedHashMap<>();
        boolean eachHost = false;
        for (Leg leg : legs) {
            boolean same = !block.isEmpty() && eachHost && leg.host().isPresent();
            if (!same) {
                if (block.values().stream().anyMatch(lane -> isOpen(lane, entries))) {
                    return block;
                }
                block.clear();
            }
            eachHost = leg.host().isPresent();
            block.computeIfAbsent(leg.host().map(host -> host.id().toString()).orElse(""), any -> new ArrayList<>())
                    .add(leg);
        }
        return block;
    }

    private static boolean isOpen(List<Leg> lane, Map<String, StepEntry> entries) {
        return current(lane, entries).isPresent();
    }

    private static boolean isBegun(List<Leg> lane, Map<String, StepEntry> entries) {
        return lane.stream().anyMatch(leg -> entries.get(leg.id()).state != StepState.PENDING);
    }

    private static Optional<StepEntry> current(List<Leg> lane, Map<String, StepEntry> entries) {
        return lane.stream()
                .map(leg -> entries.get(leg.id()))
                .filter(entry -> !entry.isFinished())
                .findFirst();
    }
}
