package org.ostler.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Place;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Planner;
import org.ostler.plan.StepText;
import org.ostler.procedure.Target;

/** Compares what is left of a run with another version of its guide, by looking at the hosts as they are now. */
record GuideComparison(RunContext context) {

    Revision make() {
        Map<String, StepEntry> entries = new LinkedHashMap<>();
        context.tools().ledger().steps(context.run().id).forEach(entry -> entries.put(entry.id, entry));
        List<Leg> left = context.way().stream()
                .filter(leg ->
                        !entries.containsKey(leg.id()) || !entries.get(leg.id()).isFinished())
                .toList();
        Map<String, PlannedStep> now = planned(left).stream()
                .collect(Collectors.toMap(PlannedStep::id, step -> step, (a, b) -> a, LinkedHashMap::new));
        List<Revision.Revised> steps = new ArrayList<>();
        List<String> unchanged = new ArrayList<>();
        for (Leg leg : left) {
            Optional<Revision.Revised> revised = Optional.ofNullable(entries.get(leg.id()))
                    .map(entry -> compare(entry, now.get(leg.id())))
                    .orElseGet(() -> Optional.of(new Revision.Revised(
                            leg.id(), GuideChange.Kind.ADDED, Optional.of(now.get(leg.id())), Optional.empty())));
            revised.ifPresentOrElse(steps::add, () -> unchanged.add(leg.id()));
        }
        List<StepEntry> gone = entries.values().stream()
                .filter(entry -> !entry.isFinished() && !now.containsKey(entry.id))
                .toList();
        gone.forEach(entry -> steps.add(
                new Revision.Revised(entry.id, GuideChange.Kind.REMOVED, Optional.empty(), Optional.empty())));
        return new Revision(
                context.run().guideVersion,
                context.scope().guide().version(),
                context.scope().guide().title(),
                context.tools().now(),
                context.way().stream().map(Leg::id).toList(),
                unchanged,
                steps,
                obstacle(gone));
    }

    /** A step that is under way cannot be given up: what it does would be known to nobody. */
    private static Optional<String> obstacle(List<StepEntry> gone) {
        return gone.stream()
                .filter(GuideComparison::isUnderWay)
                .findFirst()
                .map(entry ->
                        "The step " + entry.id + " is under way, and this version of the guide no longer has it.");
    }

    static boolean isUnderWay(StepEntry entry) {
        return entry.state == StepState.OUTCOME_UNKNOWN
                || entry.attempt()
                        .filter(attempt ->
                                attempt.endedAt.isEmpty() && attempt.next().isPresent())
                        .isPresent();
    }

    private Optional<Revision.Revised> compare(StepEntry entry, PlannedStep now) {
        PlannedStep approved = context.approved(entry);
        boolean notSeen = now.unpredictable().isPresent()
                && now.templates().isEmpty()
                && now.actions().isEmpty()
                && approved.templates().isEmpty()
                && !approved.actions().isEmpty();
        PlannedStep form = now.with(notSeen ? approved.actions() : now.actions(), known(now, approved));
        boolean same = StepText.of(approved).equals(StepText.of(form));
        if (same) {
            return Optional.empty();
        }
        if (isUnderWay(entry)) {
            return Optional.of(
                    new Revision.Revised(entry.id, GuideChange.Kind.UNDER_WAY, Optional.of(form), Optional.empty()));
        }
        return Optional.of(new Revision.Revised(
                entry.id,
                notSeen ? GuideChange.Kind.NOT_SEEN : GuideChange.Kind.CHANGED,
                Optional.of(form),
                notSeen ? now.unpredictable() : Optional.empty()));
    }

    /** A declared fact that cannot be read just now keeps its approved value: it is compared when the step runs. */
    private static Map<String, String> known(PlannedStep now, PlannedStep approved) {
        Map<String, String> values = new TreeMap<>(now.binding());
        values.replaceAll((fact, value) ->
                value.equals(PlannedStep.NOT_KNOWN) ? approved.binding().getOrDefault(fact, value) : value);
        return values;
    }

    private List<PlannedStep> planned(List<Leg> left) {
        Map<Optional<UUID>, Facts> seen = look(left);
        return Planner.plan(
                left,
                leg -> context.situation(
                        leg,
                        seen.getOrDefault(Optional.<UUID>empty(), Facts.none())
                                .and(seen.getOrDefault(leg.place().map(Target::id), Facts.none()))),
                context.scope().managementServerId());
    }

    private Map<Optional<UUID>, Facts> look(List<Leg> left) {
        Map<Optional<UUID>, Set<Fact<?>>> wanted = new LinkedHashMap<>();
        for (Leg leg : left) {
            for (Fact<?> fact : leg.step().facts()) {
                Optional<UUID> host = fact.place() == Place.HOST ? leg.place().map(Target::id) : Optional.empty();
                wanted.computeIfAbsent(host, any -> new LinkedHashSet<>()).add(fact);
            }
        }
        Map<Optional<UUID>, Facts> seen = new LinkedHashMap<>();
        try (Lines lines = context.tools().observer().lines()) {
            wanted.forEach((host, facts) -> seen.put(
                    host,
                    context.tools()
                            .observer()
                            .look(lines, host, context.scope().managementServer(), facts)
                            .facts()));
        }
        return seen;
    }
}
