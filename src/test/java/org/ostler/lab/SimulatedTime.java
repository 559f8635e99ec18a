package org.ostler.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Time that passes only while the test waits. The lab's threads take turns: one at a time, by the time for which they
 * asked, so that the same schedule always takes the same course.
 */
final class SimulatedTime extends LabClock {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    /** A thread of the lab, which waits for its turn. */
    private static final class Turn {
        private final Semaphore permit = new Semaphore(0);
        private boolean interrupted;
        private boolean ended;

        /** What it waits for now; a wake-up meant for an earlier wait counts no more. */
        private long wait;
    }

    /** Whose turn it is at a time, or what happens then. */
    private record Due(Instant at, long number, Turn turn, long turnsWait, Runnable event) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at.equals(other.at) ? Long.compare(number, other.number) : at.compareTo(other.at);
        }

        boolean isTurn() {
            return turn != null && !turn.ended && turn.wait == turnsWait;
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Map<Thread, Turn> turns = new HashMap<>();
    private final List<Turn> living = new ArrayList<>();
    private final Semaphore test = new Semaphore(0);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long numbers;
    private boolean closed;

    SimulatedTime() {
        super(1);
    }

    @Override
    Instant now() {
        return now;
    }

    /** The lab's work begins when the test waits next. */
    void begin(Runnable work) {
        Turn turn = new Turn();
        living.removeIf(old -> old.ended);
        living.add(turn);
        add(Duration.ZERO, turn, null);
        THREADS.execute(() -> {
            turn.permit.acquireUninterruptibly();
            turns.put(Thread.currentThread(), turn);
            try {
                work.run();
            } finally {
                turns.remove(Thread.currentThread());
                turn.ended = true;
                test.release();
            }
        });
    }

    /** Something that happens to the test's world by itself. */
    void later(Duration delay, Runnable event) {
        add(delay, null, event);
    }

    private void add(Duration delay, Turn turn, Runnable event) {
        queue.add(new Due(now.plus(delay), numbers++, turn, turn == null ? 0 : turn.wait, event));
    }

    @Override
    void sleep(Duration visitors) throws InterruptedException {
        Turn own = turns.get(Thread.currentThread());
        if (own == null) {
            advance(visitors);
            return;
        }
        add(visitors, own, null);
        giveWay(own);
    }

    private void giveWay(Turn own) throws InterruptedException {
        if (!closed) {
            test.release();
            own.permit.acquireUninterruptibly();
        }
        own.wait++;
        if (own.interrupted || closed) {
            own.interrupted = false;
            throw new InterruptedException();
        }
    }

    @Override
    void pauseAtLeast(Duration real, Duration least) throws InterruptedException {
        sleep(real);
    }

    /** Called by the test. */
    void advance(Duration time) {
        Instant until = now.plus(time);
        while (!queue.isEmpty() && !queue.peek().at().isAfter(until)) {
            step();
        }
        now = now.isBefore(until) ? until : now;
    }

    private void step() {
        Due due = queue.remove();
        now = due.at().isAfter(now) ? due.at() : now;
        if (due.event() != null) {
            due.event().run();
        } else if (due.isTurn()) {
            due.turn().permit.release();
            test.acquireUninterruptibly();
        }
    }

    @Override
    void await(CompletableFuture<?> end) throws InterruptedException, ExecutionException {
        Turn own = turns.get(Thread.currentThread());
        if (own == null) {
            while (!end.isDone()) {
                if (queue.isEmpty()) {
                    throw new AssertionError("the lab waits for ever");
                }
                step();
            }
        } else if (!end.isDone()) {
            long wait = own.wait;
            var unused = end.whenComplete((done, failed) -> queue.add(new Due(now, numbers++, own, wait, null)));
            giveWay(own);
        }
        super.await(end);
    }

    @Override
    void interrupt(Thread thread) {
        Turn turn = turns.get(thread);
        if (turn != null && !turn.interrupted) {
            turn.interrupted = true;
            add(Duration.ZERO, turn, null);
        }
    }

    /** Lets every thread of the lab come to its end. */
    void close() {
        closed = true;
        for (Turn turn : living) {
            if (!turn.ended) {
                turn.permit.release();
                test.acquireUninterruptibly();
            }
        }
        queue.clear();
    }
}
