package org.ostler.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Open runs and their steps as they were last read. What to do next is decided from all steps of a run, some thousand times
 * in a run of many hosts: reading each of them each time made runs slower by the square of their size.
 *
 * <p>It never tells what is not so: whoever saves a step says before which version it will have, and from then on only
 * this version or a later one is taken from memory; until it is there, which is never when the transaction is undone,
 * the database is asked. All who save do it in this process: one server at a time uses a database.
 */
final class StepsSeen {
    private static final class OfRun {
        private final Map<String, StepEntry> entries = new HashMap<>();
        /** The least version that may be told from memory. */
        private final Map<String, Long> least = new HashMap<>();
        /** Steps of which only an older one is kept. */
        private final Set<String> wanting = new HashSet<>();
        /** All that is kept, in order; never changed, because somebody may be reading it. */
        private List<StepEntry> told = List.of();

        private boolean whole;
        private Optional<RunEntry> run = Optional.empty();
        private long leastOfRun;
        private Instant touched = Instant.MIN;

        private synchronized void letGo() {
            whole = false;
            entries.clear();
            wanting.addAll(least.keySet());
            told = List.of();
            run = Optional.empty();
        }

        private synchronized Optional<RunEntry> run() {
            return run.filter(kept -> kept.version >= leastOfRun);
        }

        private synchronized void keep(RunEntry read) {
            if (run.isEmpty() || read.version > run.get().version) {
                run = Optional.of(read);
            }
        }

        private synchronized void expectRun(long version) {
            leastOfRun = Math.max(leastOfRun, version);
        }

        private synchronized boolean isTouchDue(Instant now) {
            boolean due = touched.plus(TOUCH).isBefore(now);
            if (due) {
                touched = now;
            }
            return due;
        }

        private synchronized boolean isWhole() {
            return whole;
        }

        private synchronized Set<String> wanting() {
            return Set.copyOf(wanting);
        }

        private synchronized void expect(String step, long version) {
            least.merge(step, version, Math::max);
            wanting.add(step);
        }

        /** Empty when it was let go meanwhile. */
        private synchronized Optional<List<StepEntry>> with(List<StepEntry> read, boolean all) {
            if (!all && !whole) {
                return Optional.empty();
            }
            Map<String, StepEntry> newer = new HashMap<>();
            for (StepEntry entry : read) {
                StepEntry kept = entries.get(entry.id);
                if (kept == null || entry.version > kept.version) {
                    entries.put(entry.id, entry);
                    newer.put(entry.id, entry);
                }
                if (entries.get(entry.id).version >= least.getOrDefault(entry.id, 0L)) {
                    wanting.remove(entry.id);
                }
            }
            if (!newer.isEmpty()) {
                told = inOrder(newer);
            }
            whole |= all;
            return Optional.of(told);
        }

        /** Nearly always one step has become another: sorting thousands for each would be most of the work. */
        private List<StepEntry> inOrder(Map<String, StepEntry> newer) {
            boolean sameOrder = told.size() == entries.size();
            List<StepEntry> now = new ArrayList<>(told);
            for (int at = 0; at < now.size(); at++) {
                StepEntry better = newer.get(now.get(at).id);
                if (better != null) {
                    sameOrder &= better.order == now.get(at).order;
                    now.set(at, better);
                }
            }
            if (!sameOrder) {
                now = new ArrayList<>(entries.values());
                now.sort(Comparator.comparingInt(entry -> entry.order));
            }
            return Collections.unmodifiableList(now);
        }
    }

    /** Runs whose steps are kept. Fewer, and pages of large runs read all steps again; more only hold memory. */
    private static final int KEPT = 6;

    /** Runs whose versions are. Fewer, and a save that is under way may be missed; more only hold memory. */
    private static final int EXPECTED = 200;

    private final Map<UUID, OfRun> runs = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * How old the time of a run's last change may be. Smaller writes the run's row again with each of its steps; larger
     * shows in lists.
     */
    private static final Duration TOUCH = Duration.ofSeconds(1);

    /** Whether the run's time of the last change is to be written once more. */
    boolean isTouchDue(UUID run, Instant now) {
        return of(run).isTouchDue(now);
    }

    /** Before a run gets this version, and before the transaction in which it does is committed. */
    void expectRun(UUID run, long version) {
        of(run).expectRun(version);
    }

    /** The run itself, by the same rule. Whoever is given it must not change it; outside of transactions that do. */
    Optional<RunEntry> run(UUID id, Supplier<Optional<RunEntry>> read) {
        OfRun of = of(id);
        return of.run().or(() -> {
            Optional<RunEntry> found = read.get();
            found.ifPresent(of::keep);
            return found;
        });
    }

    /** Before a step gets this version, and before the transaction in which it does is committed. */
    void expect(UUID run, String step, long version) {
        of(run).expect(step, version);
    }

    private synchronized OfRun of(UUID run) {
        OfRun found = runs.computeIfAbsent(run, any -> new OfRun());
        int older = runs.size();
        for (OfRun one : runs.values()) {
            if (older > KEPT && older <= KEPT + 2) {
                one.letGo();
            }
            older--;
        }
        if (runs.size() > EXPECTED) {
            runs.remove(runs.keySet().iterator().next());
        }
        return found;
    }

    /** Rows were written that nobody announced. */
    synchronized void forgetAll() {
        runs.clear();
    }

    /**
     * All steps of a run in their order. Whoever is given them must not change them.
     *
     * @param whole reads all
     * @param some reads those with these names
     */
    List<StepEntry> steps(UUID id, Function<UUID, List<StepEntry>> whole, Function<Set<String>, List<StepEntry>> some) {
        OfRun run = of(id);
        Optional<List<StepEntry>> told = Optional.empty();
        if (run.isWhole()) {
            Set<String> wanting = run.wanting();
            told = run.with(wanting.isEmpty() ? List.of() : some.apply(wanting), false);
        }
        return told.or(() -> run.with(whole.apply(id), true)).orElseThrow();
    }
}
