package org.ostler.lab;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** xapi's tasks: work that goes on when the xe that asked for it is gone, and that can be cancelled. */
final class XenTasks {
    /** What a task does. */
    @FunctionalInterface
    interface Work {
        void run(Running task) throws XeError, InterruptedException;
    }

    /** A task while it is at work. */
    final class Running {
        private final XenObject task;

        private Running(XenObject task) {
            this.task = task;
        }

        String uuid() {
            return task.uuid();
        }

        /** Lets time pass in small steps, between which it can be cancelled and its progress seen. */
        void takes(Duration real) throws XeError, InterruptedException {
            for (int step = 1; step <= STEPS; step++) {
                pool.centre().clock().pause(real.dividedBy(STEPS));
                assertNotCancelled();
                task.with("progress", String.format(Locale.ROOT, "%.3f", (double) step / STEPS));
            }
        }

        void assertNotCancelled() throws XeError {
            if (task.is("cancelling")) {
                throw XeError.api("TASK_CANCELLED", XeClasses.shown(task));
            }
        }
    }

    private static final int STEPS = 20;

    private final XenPool pool;

    XenTasks(XenPool pool) {
        this.pool = pool;
    }

    /** Starts it and waits. An interruption ends the waiting only: the pool goes on with what it was told. */
    void carryOut(String name, Work work) throws XeError, InterruptedException {
        XenObject task = pool.database()
                .create("task")
                .with("name-label", name)
                .with("name-description", "")
                .with("status", "pending")
                .with("progress", "0.000")
                .with("resident-on", pool.record(pool.coordinator()).uuid())
                .with(
                        "created",
                        SystemPrograms.date(
                                "%Y%m%dT%H:%M:%SZ", pool.centre().clock().now()))
                .with("finished", "19700101T00:00:00Z");
        CompletableFuture<Void> end = new CompletableFuture<>();
        pool.centre().background(name, () -> {
            Throwable trouble = new IllegalStateException("the lab is closing");
            try {
                work.run(new Running(task));
                trouble = null;
            } catch (XeError | RuntimeException refused) {
                trouble = refused;
            } finally {
                // Gone before its caller hears of the end: who asks next sees no task that still works.
                pool.database().remove(task);
                pool.changed();
                if (trouble == null) {
                    end.complete(null);
                } else {
                    end.completeExceptionally(trouble);
                }
            }
        });
        try {
            pool.centre().clock().await(end);
        } catch (ExecutionException ended) {
            if (ended.getCause() instanceof XeError refused) {
                throw refused;
            }
            throw new IllegalStateException(ended.getCause());
        }
    }
}
