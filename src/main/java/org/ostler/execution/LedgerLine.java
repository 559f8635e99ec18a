package org.ostler.execution;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.ostler.audit.AuditEvent;
import org.ostler.configfile.FileChange;
import org.ostler.plan.Canonical;
import org.ostler.plan.PlannedStep;
import org.ostler.procedure.Action;
import org.ostler.procedure.Target;

/**
 * What an audit entry carries beside its words so that {@link RebuiltLedger} can make the ledger from the journal alone.
 * One detail of JSON, which pages leave out. Old entries are a contract: a new property is an {@code Optional}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LedgerLine.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = LedgerLine.Wished.class, name = "wished"),
    @JsonSubTypes.Type(value = LedgerLine.Parked.class, name = "parked"),
    @JsonSubTypes.Type(value = LedgerLine.Adopted.class, name = "adopted"),
    @JsonSubTypes.Type(value = LedgerLine.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = LedgerLine.Step.class, name = "step"),
    @JsonSubTypes.Type(value = LedgerLine.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = LedgerLine.Intended.class, name = "intended"),
    @JsonSubTypes.Type(value = LedgerLine.Done.class, name = "done"),
    @JsonSubTypes.Type(value = LedgerLine.Paused.class, name = "paused")
})
sealed interface LedgerLine {
    /** The detail's name. */
    String DETAIL = "ledger";

    /** Longer words are a host's output; the transcript keeps them. */
    int LONGEST = 2_000;

    /**
     * @param steps ids of the planned steps, in their order
     * @param titles of steps, by key
     * @param chapters of steps, by key
     * @param targets by the host's name in a step's id, or by the whole id
     */
    record Begun(
            long number,
            long planNumber,
            String guide,
            String guideTitle,
            int guideVersion,
            Optional<UUID> cluster,
            Optional<String> clusterName,
            boolean fourEyes,
            Instant startedAt,
            List<String> steps,
            Map<String, String> titles,
            Map<String, String> chapters,
            Map<String, Target> targets)
            implements LedgerLine {
        static Begun of(RunEntry run, List<PlannedStep> steps) {
            Map<String, String> titles = new TreeMap<>();
            Map<String, String> chapters = new TreeMap<>();
            Map<String, Target> targets = new TreeMap<>();
            for (PlannedStep step : steps) {
                titles.put(step.key(), step.title());
                chapters.put(step.key(), step.chapter());
                targets.put(place(step.id()), step.target());
            }
            return new Begun(
                    run.number,
                    run.planNumber,
                    run.guide,
                    run.guideTitle,
                    run.guideVersion,
                    run.cluster,
                    run.clusterName,
                    run.fourEyes,
                    run.startedAt,
                    steps.stream().map(PlannedStep::id).toList(),
                    titles,
                    chapters,
                    targets);
        }

        /** What a page shows of a step whose plan is lost. */
        PlannedStep shown(String id, int order) {
            String key = id.replaceFirst("@.*", "");
            Target nobody = new Target(Target.Kind.PERSON, new UUID(0, 0), "");
            return PlannedStep.without(
                    id,
                    order,
                    chapters.getOrDefault(key, ""),
                    key,
                    titles.getOrDefault(key, key),
                    targets.getOrDefault(place(id), nobody));
        }

        private static String place(String id) {
            return id.contains("@") ? id.substring(id.indexOf('@')) : id;
        }
    }

    /** What people want of a run from here on. */
    record Wished(RunEntry.Wish wish, String by) implements LedgerLine {}

    /** It cannot go on until a person has done something about its guide or its plan. */
    record Parked(String reason) implements LedgerLine {
        public Parked {
            reason = cut(reason);
        }
    }

    /** A step in its place after the guide became another one. */
    record Placed(String id, int order, Step step) {
        static Placed of(StepEntry entry) {
            return new Placed(entry.id, entry.order, Step.of(entry));
        }
    }

    /** @param steps all of them */
    record Adopted(int guideVersion, String guideTitle, List<Placed> steps) implements LedgerLine {}

    record Ended(RunState state, String reason) implements LedgerLine {}

    /** An attempt without its actions. */
    record Try(
            int number,
            String kind,
            String actor,
            StepState state,
            String note,
            String what,
            Optional<String> element,
            Instant startedAt,
            Optional<Instant> endedAt,
            String result) {
        static Try of(Attempt attempt) {
            return new Try(
                    attempt.number,
                    attempt.kind,
                    attempt.actor,
                    attempt.state,
                    attempt.note,
                    attempt.what,
                    attempt.element,
                    attempt.startedAt,
                    attempt.endedAt,
                    cut(attempt.result));
        }
    }

    record Element(String key, String title, StepState state, String progress) {
        static Element of(StepEntry.Element element) {
            return new Element(element.key, element.title, element.state, element.progress);
        }
    }

    /**
     * A step as it stands.
     *
     * @param tries how many attempts it has
     * @param attempts those that this entry may have changed: the last two
     * @param elements those that this entry may have changed
     */
    record Step(
            StepState state,
            String progress,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Optional<String> evidence,
            int tries,
            List<Try> attempts,
            List<Element> elements)
            implements LedgerLine {
        static Step of(StepEntry entry) {
            return of(entry, entry.elements.stream());
        }

        /** Of a step that goes through several things, one of which is done. */
        static Step of(StepEntry entry, StepEntry.Element changed) {
            return of(entry, Stream.of(changed));
        }

        private static Step of(StepEntry entry, Stream<StepEntry.Element> elements) {
            int all = entry.attempts.size();
            return new Step(
                    entry.state,
                    cut(entry.progress),
                    entry.startedAt,
                    entry.endedAt,
                    entry.evidence.map(LedgerLine::cut),
                    all,
                    entry.attempts.subList(Math.max(0, all - 2), all).stream()
                            .map(Try::of)
                            .toList(),
                    elements.map(Element::of).toList());
        }
    }

    /** @param question the action that this answers, if it is one */
    record Answered(Step step, Optional<Action> question) implements LedgerLine {}

    /**
     * An action that is about to be done.
     *
     * @param bootId of the machine that the intent is for, with {@code marker} of its installation; empty where the
     *     proof needs none
     */
    record Intended(Try attempt, Action action, String bootId, String marker) implements LedgerLine {
        static Intended of(Attempt attempt, Action action, String bootId, String marker) {
            return new Intended(Try.of(attempt), brief(action), bootId, marker);
        }
    }

    /**
     * How an action ended.
     *
     * @param before of a link: where it led to
     */
    record Done(ActionEntry.Mark mark, String words, Optional<Integer> exit, String before) implements LedgerLine {
        static Done of(ActionEntry.Mark mark, Finding finding, String before) {
            return new Done(mark, cut(finding.words()), finding.exit(), before);
        }
    }

    /**
     * Something that is about to be paused, came back, or could not be brought back.
     *
     * @param step as it stands, when something was done for that
     */
    record Paused(PauseEntry pause, Optional<Step> step) implements LedgerLine {
        static Paused of(PauseEntry pause, Optional<StepEntry> step) {
            return new Paused(pause.briefly(), step.map(Step::of));
        }
    }

    default AuditEvent on(AuditEvent event) {
        return event.with(DETAIL, Canonical.write(this));
    }

    static String cut(String words) {
        return words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    }

    /** Files stand in the entry as a difference and by their digests already; whole texts would be there twice. */
    static Action brief(Action action) {
        if (action instanceof Action.Guarded guarded) {
            return guarded.with(guarded.files().stream().map(LedgerLine::brief).toList());
        }
        return action instanceof Action.WriteFile write
                ? new Action.WriteFile(write.place(), brief(write.change()))
                : action;
    }

    private static FileChange brief(FileChange change) {
        return new FileChange(
                change.path(),
                change.before().map(text -> "(see the audit entry)"),
                change.after().map(text -> "(see the audit entry)"),
                change.mode(),
                change.owner(),
                change.secretKeys());
    }
}
