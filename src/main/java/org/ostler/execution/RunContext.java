package org.ostler.execution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.ostler.audit.AuditEvent;
import org.ostler.console.TranscriptRecord;
import org.ostler.facts.Facts;
import org.ostler.facts.Place;
import org.ostler.inventory.ManagementServer;
import org.ostler.plan.Leg;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.Scope;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;

/** A run as one tick sees it. */
record RunContext(
        RunEntry run, Plan plan, Scope scope, Map<String, Leg> legs, Supplier<Map<String, String>> notes, Tools tools) {

    /** The whole command stands in the details. */
    private static final int LONGEST_SUMMARY = 1000;

    /** @param legs of this scope */
    static RunContext of(RunEntry run, Plan plan, Scope scope, Map<String, Leg> legs, Tools tools) {
        return new RunContext(run, plan, scope, legs, () -> ownNotes(tools, run), tools);
    }

    /** By id, in order. */
    static Map<String, Leg> legs(Scope scope) {
        Map<String, Leg> legs = new LinkedHashMap<>();
        scope.legs().forEach(leg -> legs.put(leg.id(), leg));
        return Collections.unmodifiableMap(legs);
    }

    /** Without those that the engine keeps for itself. */
    private static Map<String, String> ownNotes(Tools tools, RunEntry run) {
        Map<String, String> notes = new TreeMap<>(tools.ledger().notes(run.id));
        notes.keySet().removeIf(name -> name.startsWith(Revision.NOTE));
        return notes;
    }

    List<Leg> way() {
        return List.copyOf(legs.values());
    }

    PlannedStep approved(StepEntry entry) {
        return entry.approvedInstead.orElseGet(() -> plan.step(entry.id).orElseThrow());
    }

    Situation situation(Leg leg, Facts facts) {
        Map<String, String> all = notes.get();
        Map<String, String> recorded = new TreeMap<>(all);
        leg.host()
                .ifPresent(host -> all.forEach((name, value) -> {
                    if (name.endsWith("@" + host.name())) {
                        recorded.put(
                                name.substring(0, name.length() - host.name().length() - 1), value);
                    }
                }));
        return scope.situation(leg.target(), facts, recorded);
    }

    /** A note of a step for each host belongs to its host. */
    void record(Leg leg, String name, String value) {
        String whole = leg.host().map(host -> name + "@" + host.name()).orElse(name);
        tools.ledger().note(run.id, whole, value);
    }

    /** The machine an action of this place happens on; the management server for CloudStack. */
    Optional<Target> machine(Leg leg, Place place) {
        return switch (place) {
            case HOST -> leg.place();
            case MANAGEMENT_SERVER, CLOUDSTACK -> scope.managementServer().map(RunContext::target);
        };
    }

    private static Target target(ManagementServer server) {
        return new Target(Target.Kind.MANAGEMENT_SERVER, server.id(), server.name());
    }

    /** The management server that a step works on; it is locked for that step only. */
    Optional<Target> serverOf(Leg leg) {
        return Optional.of(leg.target())
                .filter(target -> target.kind() == Target.Kind.MANAGEMENT_SERVER)
                .filter(target -> !(leg.step().work() instanceof Step.NoWork));
    }

    void letServerGo(Leg leg) {
        serverOf(leg).ifPresent(server -> tools.ledger().unlock(run.id, server.id()));
    }

    /** The name under which a step's own words stand in the transcript. */
    String host(Leg leg) {
        return leg.host().or(leg::place).map(Target::name).orElse("");
    }

    void say(Leg leg, String words) {
        tools.transcripts().note(run.id, host(leg), TranscriptRecord.Stream.NOTE, leg.id(), words);
    }

    /**
     * Something that is about to be paused. Whoever cancels or abandons lists what is paused: with the same compare and
     * set either they see this, or it does not happen.
     *
     * @throws Ledger.Overtaken when the run is being stopped, or is over
     */
    void pauseUnlessStopping(PauseEntry pause, AuditEvent event) {
        tools.ledger()
                .change(
                        run.id,
                        present -> {
                            boolean goes = present.wish == RunEntry.Wish.GO || present.wish == RunEntry.Wish.PAUSE;
                            if (!goes || present.state.isOver()) {
                                throw new Ledger.Overtaken("run " + present.number + ", which stops");
                            }
                        },
                        () -> pause(pause, event));
    }

    /** Something that is paused, or what became of it; journalled first. */
    void pause(PauseEntry pause, AuditEvent event) {
        Journal.write(tools, event);
        tools.ledger().pause(run.id, pause);
    }

    void save(StepEntry entry) {
        save(entry, Ledger.NOTHING_ELSE);
    }

    void save(StepEntry entry, Runnable beforeCommit) {
        tools.ledger().save(run.id, entry, beforeCommit);
        tools.changed().accept(run.id);
    }

    AuditEvent event(AuditEvent.Kind kind, String actor, Leg leg, String words) {
        String summary = words.substring(0, Math.min(words.length(), LONGEST_SUMMARY));
        AuditEvent event = AuditEvent.of(kind, actor, summary).ofRun(plan.id(), run.id);
        UUID about = leg.target().id();
        String name = leg.target().name();
        return new AuditEvent(
                event.kind(),
                event.actor(),
                Optional.of(about),
                Optional.of(name),
                event.plan(),
                event.run(),
                Optional.of(leg.id()),
                0,
                Optional.empty(),
                Optional.empty(),
                summary,
                Map.of("digest", plan.digest()));
    }
}
