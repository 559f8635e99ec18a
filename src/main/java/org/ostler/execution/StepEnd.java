package org.ostler.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ostler.facts.Fact;
import org.ostler.plan.Leg;
import org.ostler.plan.Sight;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Trouble;

/** How a step ends: with its evidence, its notes, or its trouble explained. */
record StepEnd(RunContext context, Leg leg, StepEntry entry, Supplier<Sight> look) {
    /** The last lines of an output that are shown beside a trouble. */
    private static final int SHOWN_LINES = 40;

    /** The name under which a piece of work is known that is done once for several runs. */
    static String work(RunContext context, Leg leg, String key) {
        return context.run().guide + "/" + leg.step().key() + "/" + key;
    }

    Next of(Progress progress, Supplier<Next> allDone) {
        if (progress instanceof Progress.AllDone) {
            return allDone.get();
        }
        if (progress instanceof Progress.Waiting waiting) {
            return waiting.next();
        }
        if (progress instanceof Progress.Asking asking) {
            return new Gates(context, leg, entry).ask(asking.actionIndex());
        }
        if (progress instanceof Progress.Unknown unknown) {
            return unknown(unknown.why());
        }
        Progress.Failed failed = (Progress.Failed) progress;
        Situation seen = context.situation(leg, look.get().facts());
        return fail(failed.what() + seenWhenCancelled(seen), failed.output(), seen);
    }

    /** Whoever cancels wants to know what is there now, not only that a command ended. */
    private String seenWhenCancelled(Situation seen) {
        boolean cancelled = context.tools()
                .ledger()
                .find(context.run().id.toString())
                .map(run -> run.wish == RunEntry.Wish.CANCEL)
                .orElse(false);
        if (!cancelled) {
            return "";
        }
        try {
            return leg.step()
                    .waiting()
                    .map(wait -> wait.until().holds().test(seen)
                            ? " Seen now: " + wait.until().claim() + "."
                            : " Seen now: " + wait.progress().apply(seen) + ".")
                    .orElse("");
        } catch (Fact.Unreadable unknown) {
            return " What became of it cannot be seen now: " + unknown.getMessage() + ".";
        }
    }

    Next succeed(String evidence, Situation seen) {
        try {
            leg.step().records().forEach((name, value) -> context.record(leg, name, value.apply(seen)));
            leg.step().oncePer().ifPresent(key -> context.tools()
                    .ledger()
                    .did(
                            work(context, leg, key.apply(seen)),
                            new Ledger.Once(
                                    context.run().id,
                                    context.run().number,
                                    context.tools().now())));
        } catch (Fact.Unreadable unknown) {
            return fail("What later steps need to know cannot be read: " + unknown.getMessage(), "", seen);
        }
        return end(StepState.SUCCEEDED, evidence);
    }

    /** Without having done anything: the facts say that nothing is to be done. */
    Next without(StepState state, String evidence, Situation seen) {
        return state == StepState.SUCCEEDED && !leg.step().records().isEmpty()
                ? succeed(evidence, seen)
                : end(state, evidence);
    }

    private Next end(StepState state, String evidence) {
        entry.evidence = Optional.of(evidence);
        entry.end(state, evidence, context.tools().now());
        String actor = entry.attempt().map(attempt -> attempt.actor).orElse(context.run().startedBy);
        context.save(entry, () -> {
            context.letServerGo(leg);
            Journal.write(context.tools(), Journal.step(context, leg, entry, actor));
        });
        context.say(leg, (state == StepState.SKIPPED ? "Skipped: " : "Done: ") + evidence);
        return Next.AGAIN;
    }

    Next unknown(String why) {
        entry.state = StepState.OUTCOME_UNKNOWN;
        entry.progress = why;
        save("ostler");
        context.say(leg, "Outcome unknown: " + why);
        return Next.IDLE;
    }

    /** When the journal cannot be written, nothing is saved, and the end is found again when it can. */
    private void save(String actor) {
        context.save(entry, () -> Journal.write(context.tools(), Journal.step(context, leg, entry, actor)));
    }

    /** @param output what known troubles are looked for in */
    Next fail(String why, String output, Situation seen) {
        String what = named(why);
        entry.fail(failure(what, output, seen), context.tools().now());
        save("ostler");
        context.say(leg, "Failed: " + what);
        entry.failure.flatMap(StepEntry.Failure::explanation).ifPresent(because -> context.say(leg, because));
        return Next.IDLE;
    }

    /** A uuid in a command says nothing to a person: what a step with several elements failed on stands first. */
    private String named(String why) {
        return entry.attempt()
                .flatMap(attempt -> attempt.element)
                .flatMap(entry::element)
                .map(element -> element.title)
                .filter(title -> !why.startsWith(title))
                .map(title -> title + ": " + why)
                .orElse(why);
    }

    private StepEntry.Failure failure(String what, String output, Situation seen) {
        String element = entry.attempt().flatMap(attempt -> attempt.element).orElse("");
        Optional<Trouble> known = leg.step().troubles().stream()
                .filter(trouble ->
                        trouble.sign().matcher(output.isEmpty() ? what : output).find())
                .findFirst();
        List<RunView.MendView> mends = new ArrayList<>();
        known.flatMap(Trouble::mend)
                .flatMap(mend -> Mending.offer(mend, new Trouble.Troubled(seen, element, output)))
                .ifPresent(mends::add);
        List<String> lines = output.lines().toList();
        return new StepEntry.Failure(
                what,
                known.map(Trouble::explanation),
                mends,
                String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())),
                element);
    }
}
