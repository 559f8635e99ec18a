package org.ostler.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;

/**
 * Turns the way through a guide into planned steps. Pure: what was looked up comes in as facts, and what an earlier
 * step of the plan will write is laid over them.
 */
public final class Planner {
    /** Files as earlier steps of this plan leave them, by machine and path. */
    private final Map<String, Optional<String>> written = new HashMap<>();

    /** Hosts on which an earlier step does something; a step done once counts for all. */
    private final Set<UUID> touched = new HashSet<>();

    private boolean touchedForAll;

    /** Hosts of which an earlier step only writes files: what is read of these files is known. */
    private final Set<UUID> writtenOnly = new HashSet<>();

    /**
     * @param situations a leg's surroundings: settings, target, hosts and the facts looked up for its step
     * @param managementServer the machine behind {@code Place.MANAGEMENT_SERVER}
     */
    public static List<PlannedStep> plan(
            List<Leg> legs, Function<Leg, Situation> situations, Optional<UUID> managementServer) {
        Planner planner = new Planner();
        List<PlannedStep> steps = new ArrayList<>();
        for (Leg leg : legs) {
            Situation seen = planner.overlaid(leg, situations.apply(leg), managementServer);
            Statement statement = new StepStatement(leg, seen, planner.mayHaveChanged(leg)).state();
            planner.remember(leg, statement, managementServer);
            steps.add(statement.shown());
        }
        return steps;
    }

    /** The same step now, with nothing laid over what was just seen: what the runner compares with the approved one. */
    public static Statement restate(Leg leg, Situation now) {
        return new StepStatement(leg, now, false).state();
    }

    private boolean mayHaveChanged(Leg leg) {
        boolean touchedHere =
                leg.host().map(host -> touched.contains(host.id())).orElseGet(() -> !touched.isEmpty());
        boolean writtenHere =
                leg.host().map(host -> writtenOnly.contains(host.id())).orElseGet(() -> !writtenOnly.isEmpty());
        boolean readsOnly = leg.step().facts().stream().allMatch(fact -> fact.look() instanceof Look.Read);
        return touchedForAll || touchedHere || (writtenHere && !readsOnly);
    }

    private Situation overlaid(Leg leg, Situation seen, Optional<UUID> managementServer) {
        Facts facts = seen.facts();
        for (Fact<?> fact : leg.step().facts()) {
            if (fact.look() instanceof Look.Read read) {
                Optional<String> later = written.get(key(machine(leg, fact.place(), managementServer), read.path()));
                if (later != null) {
                    facts = facts.with(fact, later.map(Answer::of).orElseGet(Answer::absent));
                }
            }
        }
        return seen.with(facts);
    }

    private void remember(Leg leg, Statement statement, Optional<UUID> managementServer) {
        if (statement.shown().need() == PlannedStep.Need.NOT_NEEDED) {
            return;
        }
        boolean effective = !(leg.step().work() instanceof Step.NoWork)
                || leg.step().question().isPresent();
        boolean writes = !statement.actions().isEmpty()
                && statement.actions().stream().allMatch(Action.WriteFile.class::isInstance);
        if (effective && leg.host().isPresent()) {
            (writes ? writtenOnly : touched).add(leg.host().get().id());
        } else if (effective) {
            touchedForAll = true;
        }
        for (Action action : statement.actions()) {
            for (FileChange change : action.changes()) {
                written.put(key(machine(leg, action.place(), managementServer), change.path()), change.after());
            }
        }
    }

    private static Optional<UUID> machine(Leg leg, Place place, Optional<UUID> managementServer) {
        return switch (place) {
            case HOST -> leg.place().map(Target::id);
            case MANAGEMENT_SERVER, CLOUDSTACK -> managementServer;
        };
    }

    private static String key(Optional<UUID> machine, String path) {
        return machine.map(UUID::toString).orElse("") + " " + path;
    }
}
