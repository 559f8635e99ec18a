package org.ostler.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What is known of runs, on disk. Each call is one transaction. The runner and people change entries side by side; an
 * entry that somebody else saved meanwhile is not overwritten.
 */
interface Ledger {
    /** Somebody else saved the entry first; read it again. */
    final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken(String what) {
            super(what);
        }
    }

    /** A run did this piece of work. */
    record Once(UUID run, long runNumber, Instant at) {}

    /** What is done inside the transaction, last; what it throws undoes the transaction. */
    Runnable NOTHING_ELSE = () -> {};

    /**
     * Writes a new run, its steps and its locks.
     *
     * @param locks inventory objects and their names
     * @param beforeCommit given the run with its number
     * @throws org.ostler.platform.Refusal CONFLICT naming the run that holds one of them
     */
    RunEntry add(RunEntry run, List<StepEntry> steps, Map<UUID, String> locks, Consumer<RunEntry> beforeCommit);

    /** Writes runs that were made again from the journal, with the numbers they had. They hold no locks. */
    void restore(List<RebuiltLedger.Rebuilt> runs);

    Optional<RunEntry> find(String numberOrId);

    /** The same for who only reads and may not change it, outside of transactions that do. */
    default Optional<RunEntry> glanceRun(UUID run) {
        return find(run.toString());
    }

    List<RunEntry> newest(int limit);

    List<RunEntry> open();

    /** Changes a run's entry; tried again when overtaken. */
    RunEntry change(UUID run, Consumer<RunEntry> verb, Runnable beforeCommit);

    List<StepEntry> steps(UUID run);

    /**
     * The same for who only reads and may not change them: what nobody saved since is not read from the database again,
     * because fifty hosts have two thousand steps and each step of each of them asks how the others stand.
     */
    default List<StepEntry> glance(UUID run) {
        return steps(run);
    }

    Optional<StepEntry> step(UUID run, String step);

    /** @throws Overtaken when the entry was saved by somebody else since it was read */
    void save(UUID run, StepEntry step, Runnable beforeCommit);

    /** Adds a step to a run that has begun. */
    void add(UUID run, StepEntry step);

    void note(UUID run, String name, String value);

    Map<String, String> notes(UUID run);

    void pause(UUID run, PauseEntry pause);

    List<PauseEntry> pauses(UUID run);

    /** Keeps a file's contents, sealed, for doing again what a crash left open and for undoing. */
    void keep(UUID run, UUID command, String path, String sealed);

    Optional<String> kept(UUID command);

    void did(String work, Once by);

    Optional<Once> done(String work);

    /** @throws org.ostler.platform.Refusal CONFLICT naming the run that holds one of them */
    void lock(UUID run, Map<UUID, String> locks);

    /**
     * Takes one more object for a run, for as long as a step needs it.
     *
     * @return the run that holds it; empty when the lock is this run's now
     */
    Optional<RunEntry> tryLock(UUID run, UUID object, String name);

    void unlock(UUID run, UUID object);

    void release(UUID run);
}
