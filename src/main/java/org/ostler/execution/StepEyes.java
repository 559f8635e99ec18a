package org.ostler.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Place;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.Sight;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Target;

/** How a step sees its surroundings: the facts that it declares, looked up anew. */
record StepEyes(RunContext context, Leg leg, Lines lines) {
    /**
     * How old what the step before saw after its own end may be for the first look of the next one. Smaller asks a host
     * the same questions twice in a moment; larger, and what somebody else does there between two steps goes unseen
     * until a file is written over it, which then refuses.
     */
    private static final Duration FRESH = Duration.ofSeconds(1);

    Sight look() {
        return look(Facts.none());
    }

    /** With what the step before it in its lane has just seen on the same host, after all that it did. */
    Sight firstLook() {
        return look(ownHost()
                .map(host -> lines.takeSeen(host.id(), FRESH, context.tools().now()))
                .orElse(Facts.none()));
    }

    /** For the first look of the next step. The step whose sight it was does nothing any more. */
    void leave(Sight sight) {
        ownHost()
                .ifPresent(host ->
                        lines.leave(host.id(), sight.facts(), context.tools().now()));
    }

    /**
     * The host of a lane, where nothing that another lane does can be seen: hosts that a guide works on side by side are
     * independent of each other. In a pool each one tells what is done to all.
     */
    private Optional<Target> ownHost() {
        return leg.host()
                .filter(host -> context.scope().guide().width() > 1)
                .filter(host -> leg.place().filter(host::equals).isPresent());
    }

    private Sight look(Facts left) {
        List<Fact<?>> facts = new ArrayList<>(leg.step().facts());
        if (leg.host().isPresent()) {
            facts.addAll(context.scope().guide().invariantFacts());
        }
        Map<String, Answer> known = new TreeMap<>();
        List<Fact<?>> open = new ArrayList<>();
        for (Fact<?> fact : facts) {
            Optional<Answer> seen = left.answer(fact).filter(answer -> fact.place() == Place.HOST);
            seen.ifPresentOrElse(answer -> known.put(Facts.key(fact), answer), () -> open.add(fact));
        }
        Sight here = context.tools()
                .observer()
                .look(lines, leg.place().map(Target::id), context.scope().managementServer(), open);
        Facts all = new Facts(known).and(here.facts());
        return new Sight(
                leg.step().factsOfEveryHost().isEmpty() ? all : all.and(everyHost()), here.missing(), here.trouble());
    }

    /** A host that does not answer is told by what is missing of it. */
    private Facts everyHost() {
        List<Target> hosts = context.scope().hosts().stream()
                .map(Situation.HostInScope::target)
                .toList();
        Facts all = Facts.none();
        for (Map.Entry<Target, Sight> seen : context.tools()
                .observer()
                .look(hosts, leg.step().factsOfEveryHost(), host -> {})
                .entrySet()) {
            all = all.including(seen.getKey().name(), seen.getValue().facts());
        }
        return all;
    }
}
