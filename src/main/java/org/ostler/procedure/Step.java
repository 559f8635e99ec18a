package org.ostler.procedure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.ostler.facts.Fact;

/**
 * One step of a chapter, as data: what it needs to know, when it is needed, what it does, how it is known to have
 * worked and what takes it back. Immutable; each verb gives a changed copy.
 *
 * <p>At plan time the step is shown; at run time the runner looks up {@link #facts()} again, decides anew, compares
 * with what was approved, acts and verifies.
 */
public final class Step implements Cloneable {
    /** Who or what a step works on. */
    public enum On {
        /** Every host of an {@link Chapter.Scope#EACH_HOST} chapter. */
        EACH_HOST,
        /** The pool coordinator; for guides without one the first host. */
        COORDINATOR,
        /** One host of the cluster, the same for the whole plan: the coordinator when there is one. */
        ANY_HOST,
        MANAGEMENT_SERVER,
        CLOUDSTACK
    }

    /** Actions that are fully known when the plan is made, and must be the same when the step runs. */
    public record Now(Function<Situation, List<Action>> actions) implements Work {}

    /**
     * Actions decided when the step runs. Each must be an instance of one of the templates, and {@code allowed} is the
     * templates' rule as code: it is asked with the fresh situation and each action.
     */
    public record Late(
            List<Template> templates, Function<Situation, List<Action>> actions, BiPredicate<Situation, Action> allowed)
            implements Work {}

    /**
     * One ledger entry for each element, in order, decided when the step runs: the element that is done stays done.
     *
     * @param elements looked up when the step starts; keys are stable (a VM uuid), titles are for people
     * @param done whether the element needs nothing any more; asked before, and as verification after, its actions
     */
    public record ForEach(
            List<Template> templates,
            Function<Situation, List<Element>> elements,
            BiFunction<Situation, Element, List<Action>> actions,
            BiPredicate<Situation, Element> done,
            BiPredicate<Situation, Action> allowed)
            implements Work {}

    /** What a {@link ForEach} goes through. */
    public record Element(String key, String title) {}

    /** A step without actions only looks, waits or asks. */
    public record NoWork() implements Work {}

    /** See the records that implement it. */
    public sealed interface Work permits Now, Late, ForEach, NoWork {}

    /**
     * A wait for the world: looked at every {@code every}, given up after {@code deadline}.
     *
     * @param progress what to tell meanwhile ("3 of 4 hosts are Up")
     */
    public record Wait(Condition until, Duration deadline, Duration every, Function<Situation, String> progress) {}

    /**
     * A question to a person, asked after the facts were looked up and before the step's work.
     *
     * @param evidence what was seen, as findings, so that the person can decide
     * @param instructions what to do or what happens on "Go on"
     * @param afterwards must hold when the person says go on; empty when nothing can prove it
     * @param expectsNewHostKey a changed host key or refused credential is expected while this gate is open
     * @param expiry empty for a gate that waits as long as it takes
     */
    public record Question(
            Function<Situation, String> question,
            Function<Situation, String> instructions,
            Function<Situation, List<Check.Finding>> evidence,
            Optional<Condition> afterwards,
            boolean expectsNewHostKey,
            Optional<Expiry> expiry) {
        /** A gate that waits as long as it takes. */
        public Question(
                Function<Situation, String> question,
                Function<Situation, String> instructions,
                Function<Situation, List<Check.Finding>> evidence,
                Optional<Condition> afterwards,
                boolean expectsNewHostKey) {
            this(question, instructions, evidence, afterwards, expectsNewHostKey, Optional.empty());
        }

        /** Fails the step when nobody has answered in that time. */
        public Question expiring(Duration after, String meaning) {
            return new Question(
                    question,
                    instructions,
                    evidence,
                    afterwards,
                    expectsNewHostKey,
                    Optional.of(new Expiry(after, meaning)));
        }
    }

    /** @param meaning why an answer is too late then: "the tray has closed by itself" */
    public record Expiry(Duration after, String meaning) {}

    /**
     * Something that was paused and comes back whatever the end is.
     *
     * @param what in words: "high availability of the pool"
     * @param restore the actions that bring it back, decided before it is touched; empty when it was not on
     */
    public record Pause(String key, String what, Function<Situation, List<Action>> restore) {}

    /** A message in the output that looks like trouble and is none. */
    public record Harmless(Pattern sign, String explanation) {}

    private String key;
    private String title;
    private String why = "";
    private On on = On.EACH_HOST;
    private List<String> covers = List.of();
    private List<Fact<?>> facts = List.of();
    private List<Fact<?>> binding = List.of();
    private List<Fact<?>> everywhere = List.of();
    private List<Check> checks = List.of();
    private Optional<Condition> neededWhen = Optional.empty();
    private Work work = new NoWork();
    private Optional<Question> question = Optional.empty();
    private Optional<Condition> verification = Optional.empty();
    private Optional<Wait> wait = Optional.empty();
    private List<Trouble> troubles = List.of();
    private List<Harmless> harmless = List.of();
    private Optional<Undo> undo = Optional.empty();
    private Optional<Pause> pause = Optional.empty();
    private Map<String, Function<Situation, String>> records = Map.of();
    private Optional<Function<Situation, String>> oncePer = Optional.empty();
    private boolean outOfService;
    private boolean returnsToService;

    private Step(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** @param key a slug, unique in its guide; names its texts: {@code step.<guide>.<key>} */
    public static Step step(String key, String title) {
        return new Step(key, title);
    }

    public Step why(String explanation) {
        return with(step -> step.why = explanation);
    }

    public Step on(On place) {
        return with(step -> step.on = place);
    }

    public Step covers(String... items) {
        return with(step -> step.covers = List.of(items));
    }

    /** Facts that are looked up for this step. They cannot make it stale by themselves. */
    public Step looksAt(Fact<?>... looked) {
        return with(step -> step.facts = joined(step.facts, List.of(looked)));
    }

    public Step looksAt(Collection<Fact<?>> looked) {
        return with(step -> step.facts = joined(step.facts, List.copyOf(looked)));
    }

    /** Facts that are looked up on every host of the plan: {@link org.ostler.facts.Facts#on} has those of one. */
    public Step looksAtEveryHost(Collection<Fact<?>> looked) {
        return with(step -> step.everywhere = joined(step.everywhere, List.copyOf(looked)));
    }

    /** Facts whose (parsed) value is part of what is approved: another value than at plan time makes the step stale. */
    public Step dependsOn(Fact<?>... declared) {
        return looksAt(declared).with(step -> step.binding = joined(step.binding, List.of(declared)));
    }

    /** Must hold before anything is done; a failed one blocks approval at plan time and stops the step at run time. */
    public Step requires(Check check) {
        return with(step -> step.checks = joined(step.checks, List.of(check)));
    }

    /** {@link #requires} in its short form. */
    public Step requires(String checkKey, String claim, Predicate<Situation> holds, String remedy) {
        return requires(new Check(
                checkKey,
                claim,
                remedy,
                situation ->
                        holds.test(situation) ? Check.Finding.pass(claim) : Check.Finding.fail("not so: " + claim)));
    }

    public Step neededWhen(String claim, Predicate<Situation> holds) {
        return with(step -> step.neededWhen = Optional.of(new Condition(claim, holds)));
    }

    public Step does(Work what) {
        return with(step -> step.work = what);
    }

    public Step does(Function<Situation, List<Action>> actions) {
        return does(new Now(actions));
    }

    public Step asks(Question what) {
        return with(step -> step.question = Optional.of(what));
    }

    public Step verifiedBy(String claim, Predicate<Situation> holds) {
        return with(step -> step.verification = Optional.of(new Condition(claim, holds)));
    }

    /** After its actions (or instead of them) the step waits; what it waits for is also its verification. */
    public Step waitsFor(
            String claim,
            Predicate<Situation> holds,
            Duration deadline,
            Duration every,
            Function<Situation, String> progress) {
        return with(step -> step.wait = Optional.of(new Wait(new Condition(claim, holds), deadline, every, progress)));
    }

    public Step recognises(Trouble trouble) {
        return with(step -> step.troubles = joined(step.troubles, List.of(trouble)));
    }

    public Step explains(String sign, String explanation) {
        return with(step ->
                step.harmless = joined(step.harmless, List.of(new Harmless(Pattern.compile(sign), explanation))));
    }

    public Step undoneBy(Undo way) {
        return with(step -> step.undo = Optional.of(way));
    }

    public Step irreversible(String reason) {
        return undoneBy(new Undo.Irreversible(reason));
    }

    public Step changesNothing() {
        return undoneBy(new Undo.Nothing());
    }

    public Step restoredAtEnd(Pause paused) {
        return with(step -> step.pause = Optional.of(paused));
    }

    /**
     * Written into the run's notes when the step has succeeded, from what was looked up after its work; later steps
     * find it in {@link Situation#recorded}. A note of a step of an {@code EACH_HOST} chapter belongs to its host:
     * steps on other hosts find it as {@code note@host name}.
     */
    public Step records(String note, Function<Situation, String> value) {
        return with(step -> {
            Map<String, Function<Situation, String>> more = new java.util.TreeMap<>(step.records);
            more.put(note, value);
            step.records = Map.copyOf(more);
        });
    }

    /** When another run has done this step with the same key, it is skipped, with that run as evidence. */
    public Step oncePer(Function<Situation, String> sameWork) {
        return with(step -> step.oncePer = Optional.of(sameWork));
    }

    /** From this step on the host carries no VMs (counted against the guide's width) … */
    public Step takesHostOut() {
        return with(step -> step.outOfService = true);
    }

    /** … until this step has succeeded. */
    public Step bringsHostBack() {
        return with(step -> step.returnsToService = true);
    }

    public String key() {
        return key;
    }

    public String title() {
        return title;
    }

    public String why() {
        return why;
    }

    public On on() {
        return on;
    }

    public List<String> covers() {
        return covers;
    }

    public List<Fact<?>> facts() {
        return facts;
    }

    public List<Fact<?>> binding() {
        return binding;
    }

    public List<Fact<?>> factsOfEveryHost() {
        return everywhere;
    }

    public List<Check> checks() {
        return checks;
    }

    public Optional<Condition> neededWhen() {
        return neededWhen;
    }

    public Work work() {
        return work;
    }

    public Optional<Question> question() {
        return question;
    }

    public Optional<Condition> verification() {
        return verification;
    }

    public Optional<Wait> waiting() {
        return wait;
    }

    public List<Trouble> troubles() {
        return troubles;
    }

    public List<Harmless> harmless() {
        return harmless;
    }

    /** Empty only in a guide that {@link Guide} refuses. */
    public Optional<Undo> undo() {
        return undo;
    }

    public Optional<Pause> pause() {
        return pause;
    }

    public Map<String, Function<Situation, String>> records() {
        return records;
    }

    public Optional<Function<Situation, String>> oncePer() {
        return oncePer;
    }

    public boolean isOutOfServiceFromHere() {
        return outOfService;
    }

    public boolean isBackInServiceAfter() {
        return returnsToService;
    }

    private Step with(Consumer<Step> change) {
        try {
            Step copy = (Step) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        for (T one : second) {
            if (!all.contains(one)) {
                all.add(one);
            }
        }
        return List.copyOf(all);
    }
}
