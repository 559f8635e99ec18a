package org.ostler.execution;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.audit.AuditEvent;
import org.ostler.inventory.ManagementServer;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.plan.Plan;
import org.ostler.plan.Scope;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Guide;

/**
 * Looks at a run's ledger and does the next thing. It remembers nothing between two ticks, so that a restart of the
 * server is nothing but the next tick.
 */
final class Runner {
    private static final Logger LOG = Logger.getLogger(Runner.class.getName());

    /** The code of the refusal to go on with a guide that is not the one that was planned with. */
    static final String GUIDE_CHANGED = "guide-changed";

    /** Undoes the next step. */
    static final String ROLL_BACK = "~rollback";

    /** Brings back what was paused, and ends the run. */
    static final String END = "~end";

    /**
     * After a ledger entry was saved by somebody else at the same moment. Smaller, and two sides may chase each other;
     * larger only delays.
     */
    private static final Duration OVERTAKEN = Duration.ofMillis(50);

    /**
     * While the ledger cannot be written. What is under way on a host stays there, in its control directory. Smaller
     * asks a database in trouble all the time; larger, and a run stands still after the trouble is over.
     */
    static final Duration NO_DATABASE = Duration.ofSeconds(3);

    private final Tools tools;
    private final Map<UUID, Plan> plans = new ConcurrentHashMap<>();
    private final Map<UUID, Known> known = new ConcurrentHashMap<>();
    private final KeptLines kept;

    /** The way of a run, which its guide makes anew each time, and which is the same as long as these are. */
    private record Known(Guide guide, Optional<ManagementServer> server, Map<String, Leg> legs) {}

    Runner(Tools tools) {
        this.tools = tools;
        this.kept = new KeptLines(tools.observer()::lines);
    }

    /**
     * What a tick can do something for now: step ids, or one of the constants.
     *
     * @throws Refusal when the run's guide is another one by now
     */
    List<String> ready(UUID id) {
        Optional<RunEntry> found = tools.ledger().glanceRun(id);
        if (found.isEmpty() || found.get().state.isOver()) {
            plans.remove(id);
            known.remove(id);
            return List.of();
        }
        RunEntry run = found.get();
        if (run.wish == RunEntry.Wish.ABANDON) {
            return List.of();
        }
        RunContext context = context(run);
        Map<String, StepEntry> entries = glance(id);
        List<String> running = entries.values().stream()
                .filter(entry -> entry.state == StepState.RUNNING)
                .map(entry -> entry.id)
                .toList();
        return switch (run.wish) {
            case GO, PAUSE -> {
                if (entries.values().stream().allMatch(StepEntry::isFinished)) {
                    yield List.of(END);
                }
                yield Way.ready(
                        context.way(), entries, Math.max(1, context.scope().width()), run.wish == RunEntry.Wish.GO);
            }
            case CANCEL -> running.isEmpty() ? List.of(END) : running;
            case ROLL_BACK -> isRollingBack(run, entries.values()) ? List.of(ROLL_BACK) : List.of();
            case ABANDON -> List.of();
        };
    }

    private Map<String, StepEntry> entries(UUID run) {
        return byId(tools.ledger().steps(run));
    }

    /** To read only. */
    private Map<String, StepEntry> glance(UUID run) {
        return byId(tools.ledger().glance(run));
    }

    private static Map<String, StepEntry> byId(List<StepEntry> steps) {
        Map<String, StepEntry> entries = new LinkedHashMap<>();
        steps.forEach(entry -> entries.put(entry.id, entry));
        return entries;
    }

    private Plan plan(RunEntry run) {
        try {
            return plans.computeIfAbsent(run.id, any -> tools.plans().apply(run.plan));
        } catch (Refusal lost) {
            throw Refusal.conflict(
                    "plan-lost",
                    "The plan of run " + run.number + " is lost; the run was made again from the audit journal.",
                    "Read what it did, look at its machines, and abandon it.");
        }
    }

    RunContext context(RunEntry run) {
        Plan plan = plan(run);
        Guide guide = tools.guides()
                .apply(run.guide)
                .orElseThrow(() -> Refusal.conflict(
                        GUIDE_CHANGED,
                        "The guide of run " + run.number + " is not there any more.",
                        "Abandon it and make a new plan for what is left."));
        if (guide.version() != run.guideVersion) {
            throw Refusal.conflict(
                    GUIDE_CHANGED,
                    "Run " + run.number + " was planned with another version of its guide.",
                    "Read what differs for its remaining steps and approve them, or abandon the run.");
        }
        Scope scope = Scope.of(plan, guide, tools.inventory());
        Known way = known.get(run.id);
        if (way == null || !way.guide().equals(guide) || !way.server().equals(scope.managementServer())) {
            way = new Known(guide, scope.managementServer(), RunContext.legs(scope));
            known.put(run.id, way);
        }
        return RunContext.of(run, plan, scope, way.legs(), tools);
    }

    /** As if the run had been planned with the guide as it is now; empty when there is none. */
    Optional<RunContext> withPresentGuide(RunEntry run) {
        Plan plan = plan(run);
        return tools.guides()
                .apply(run.guide)
                .map(guide -> Scope.of(plan, guide, tools.inventory()))
                .map(scope -> RunContext.of(run, plan, scope, RunContext.legs(scope), tools));
    }

    /** Empty when the run's guide is another one by now. */
    Optional<RunContext> known(RunEntry run) {
        try {
            return Optional.of(context(run));
        } catch (Refusal changed) {
            LOG.log(Level.FINE, "run " + run.number + " is parked", changed);
            return Optional.empty();
        }
    }

    /** The run cannot go on with the guide as it is now; a person reads why, and what differs. */
    void park(UUID id, Refusal why) {
        RunEntry run = tools.ledger().find(id.toString()).orElseThrow();
        if (run.state.isOver()) {
            return;
        }
        String words = why.getMessage() + " " + why.next();
        if (run.state != RunState.WAITING || !run.reason.equals(words)) {
            AuditEvent event = new LedgerLine.Parked(words)
                    .on(AuditEvent.of(AuditEvent.Kind.RUN_STATE, "ostler", "Run " + run.number + " waits: " + words)
                            .ofRun(run.plan, id));
            tools.ledger()
                    .change(
                            id,
                            entry -> entry.become(RunState.WAITING, words, tools.now()),
                            () -> Journal.writeIfPossible(tools, event));
            tools.changed().accept(id);
        }
        Adoption.compareOnce(this, tools, run);
    }

    /** Works until there is nothing to do at once. */
    Next tick(UUID id, String what) {
        Optional<String> trouble = tools.health().trouble();
        if (trouble.isPresent()) {
            LOG.fine(() -> "run " + id + " waits for the database: " + trouble.get());
            return Next.later(NO_DATABASE);
        }
        String lane = lane(id, what);
        Lines lines = kept.take(lane);
        boolean goesOn = false;
        try {
            Next next = once(id, what, lines);
            restate(id);
            if (next instanceof Next.Again) {
                // Between two of these the step only goes on, and with it the run.
                while (next instanceof Next.Again) {
                    next = once(id, what, lines);
                }
                restate(id);
            }
            goesOn = next instanceof Next.Idle;
            return next;
        } catch (Ledger.Overtaken again) {
            LOG.log(Level.FINE, "overtaken", again);
            return Next.later(OVERTAKEN);
        } catch (Journal.Unwritable journal) {
            LOG.log(Level.FINE, journal, () -> "run " + id + " waits for the journal");
            return waitForJournal(id, what, journal);
        } catch (Refusal refusal) {
            if (!refusal.code().equals(GUIDE_CHANGED)) {
                return fault(id, what, refusal);
            }
            park(id, refusal);
            return Next.IDLE;
        } catch (RuntimeException bug) {
            if (tools.health().isToBlame(bug)) {
                LOG.log(Level.INFO, "run " + id + " waits for the database, " + what, bug);
                return Next.later(NO_DATABASE);
            }
            return fault(id, what, bug);
        } finally {
            kept.give(lane, lines, goesOn);
        }
    }

    /** Steps of one machine in a run follow each other, with one connection. */
    private String lane(UUID id, String what) {
        Known way = known.get(id);
        Optional<String> machine = Optional.ofNullable(
                        way == null ? null : way.legs().get(what))
                .flatMap(leg -> leg.host().or(leg::place))
                .map(target -> target.id().toString());
        return id + " " + machine.orElse(what);
    }

    /**
     * Closes the connections of lanes that did not go on.
     *
     * @return whether others are left, which may go on in a moment
     */
    boolean closeIdleLines() {
        return kept.closeIdle();
    }

    /** The server ends. */
    void closeLines() {
        kept.end();
    }

    private Next once(UUID id, String what, Lines lines) {
        RunEntry run = tools.ledger().glanceRun(id).orElseThrow();
        if (run.state.isOver()) {
            return Next.IDLE;
        }
        RunContext context = context(run);
        return switch (what) {
            case ROLL_BACK -> rollBack(context, entries(id), lines);
            case END -> end(context, entries(id), lines);
            default -> step(context, tools.ledger().step(id, what).orElseThrow(), lines);
        };
    }

    private Next step(RunContext context, StepEntry entry, Lines lines) {
        boolean works = entry.state == StepState.RUNNING || entry.state == StepState.PENDING;
        boolean wanted =
                switch (context.run().wish) {
                    case GO -> works || entry.state == StepState.WAITING;
                    case PAUSE, CANCEL -> entry.state == StepState.RUNNING;
                    case ROLL_BACK, ABANDON -> false;
                };
        if (wanted && entry.state == StepState.PENDING) {
            Journal.require(tools);
        }
        return wanted ? new StepWork(context, context.legs().get(entry.id), entry, lines).tick() : Next.IDLE;
    }

    /** Otherwise an undo failed or waits for a person. */
    private static boolean isRollingBack(RunEntry run, Collection<StepEntry> entries) {
        return RunStatus.of(run, entries).state() == RunState.ROLLING_BACK;
    }

    private Next rollBack(RunContext context, Map<String, StepEntry> entries, Lines lines) {
        if (context.run().wish != RunEntry.Wish.ROLL_BACK || !isRollingBack(context.run(), entries.values())) {
            return Next.IDLE;
        }
        RollbackPlan plan = RollbackPlan.of(context.way(), entries);
        return new RollbackWork(context, plan, entries, lines).tick().orElseGet(() -> new Ending(
                        context, entries, lines)
                .tick(
                        RunState.ROLLED_BACK,
                        plan.stopsAt()
                                .map(step -> "back to " + step + ", which cannot be undone: " + plan.reason())
                                .orElse("")));
    }

    private Next end(RunContext context, Map<String, StepEntry> entries, Lines lines) {
        Ending ending = new Ending(context, entries, lines);
        return switch (context.run().wish) {
            case GO, PAUSE ->
                entries.values().stream().allMatch(StepEntry::isFinished)
                        ? ending.tick(RunState.SUCCEEDED, "")
                        : Next.IDLE;
            case CANCEL ->
                entries.values().stream().anyMatch(entry -> entry.state == StepState.RUNNING)
                        ? Next.IDLE
                        : ending.tick(RunState.CANCELLED, "cancelled by " + context.run().wishedBy);
            case ROLL_BACK, ABANDON -> Next.IDLE;
        };
    }

    /** Brings the run's own state in line with its steps. */
    void restate(UUID id) {
        RunEntry run = tools.ledger().glanceRun(id).orElseThrow();
        if (run.state.isOver()) {
            return;
        }
        RunStatus status = RunStatus.of(run, glance(id).values());
        if (status.state() != run.state || !status.reason().equals(run.reason)) {
            tools.ledger()
                    .change(
                            id,
                            entry -> {
                                if (!entry.state.isOver()) {
                                    entry.become(status.state(), status.reason(), tools.now());
                                }
                            },
                            Ledger.NOTHING_ELSE);
            tools.changed().accept(id);
        }
    }

    private Next waitForJournal(UUID id, String what, Journal.Unwritable journal) {
        tools.ledger().step(id, what).ifPresent(entry -> {
            if (!entry.progress.equals(journal.getMessage())) {
                entry.progress = journal.getMessage();
                tools.ledger().save(id, entry, Ledger.NOTHING_ELSE);
                restate(id);
                tools.changed().accept(id);
            }
        });
        return Next.later(Journal.AGAIN);
    }

    private void told(UUID id, StepEntry entry) {
        tools.ledger()
                .find(id.toString())
                .flatMap(this::known)
                .ifPresent(context -> Journal.writeIfPossible(
                        tools, Journal.step(context, context.legs().get(entry.id), entry, "ostler")));
    }

    private Next fault(UUID id, String what, RuntimeException bug) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(Level.SEVERE, "run " + id + ", " + what + ", reference " + reference, bug);
        String words = bug instanceof Refusal refusal
                ? refusal.getMessage() + " " + refusal.next()
                : "A fault in Ostler stopped this; the server's log has the reason under reference " + reference + ".";
        try {
            Optional<StepEntry> entry = tools.ledger().step(id, what);
            if (entry.isPresent()) {
                entry.get().fail(new StepEntry.Failure(words, Optional.empty(), List.of(), "", ""), tools.now());
                tools.ledger().save(id, entry.get(), () -> told(id, entry.get()));
                restate(id);
            } else {
                tools.ledger().change(id, run -> run.become(RunState.FAILED, words, tools.now()), Ledger.NOTHING_ELSE);
            }
            tools.changed().accept(id);
        } catch (RuntimeException worse) {
            LOG.log(Level.SEVERE, "the fault " + reference + " could not be written down", worse);
        }
        return Next.IDLE;
    }
}
