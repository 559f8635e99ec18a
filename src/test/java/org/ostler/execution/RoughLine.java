package org.ostler.execution;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ostler.Cable;

/**
 * A line on which, as a seed decides, some operations of each hundred are refused, slow, or time out. Of those that time
 * out some never arrived, some arrive after everybody gave up, and of some only the answer was lost.
 */
final class RoughLine implements AutoCloseable {
    /** Of each kind. */
    private static final int PERCENT = 5;

    private static final List<String> OPERATIONS =
            List.of("connect", "look", "identity", "start", "follow", "result", "stat", "put", "link", "clean");

    /** More than opening a channel takes, less than asking for anything: from then on only answers are lost. */
    private static final int ASKED = 100;

    /** How long a machine refuses. */
    private static final int REFUSING_MILLIS = 500;

    private final Cable cable;
    private final Duration slow;
    private final Duration patience;
    private final Random random;
    private final Map<String, Integer> where = new TreeMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "rough line");
        thread.setDaemon(true);
        return thread;
    });
    private int operations;
    private boolean inTrouble;

    /**
     * @param slow how much longer a slow operation takes
     * @param patience after which an operation is given up
     */
    RoughLine(Cable cable, long seed, Duration slow, Duration patience) {
        this.cable = cable;
        this.random = new Random(seed);
        this.slow = slow;
        this.patience = patience;
    }

    /** Told of each point that an engine passes. */
    synchronized void passed(String point) {
        String operation = point.replace("before ", "");
        if (!point.startsWith("before ") || !OPERATIONS.contains(operation)) {
            return;
        }
        operations++;
        int dice = random.nextInt(100);
        if (inTrouble || dice >= 3 * PERCENT) {
            return;
        }
        inTrouble = true;
        switch (dice / PERCENT) {
            case 0 -> refuse(operation);
            case 1 -> {
                count("slow", operation);
                cable.holdBack(slow);
                over(slow, false);
            }
            default -> timeOut(operation);
        }
    }

    private void refuse(String operation) {
        count("refused", operation);
        cable.unplug();
        over(Duration.ofMillis(1 + random.nextInt(REFUSING_MILLIS)), false);
    }

    private void timeOut(String operation) {
        Duration longer = patience.plusMillis(200);
        switch (random.nextInt(3)) {
            case 0 -> {
                count("never arrived", operation);
                cable.holdBack(longer);
                over(patience.plusMillis(100), true);
            }
            case 1 -> {
                count("arrived after it was given up", operation);
                cable.holdBack(longer);
                over(longer, false);
            }
            default -> {
                count("answer lost", operation);
                cable.loseAnswersAfter(ASKED);
                over(longer, true);
            }
        }
    }

    private void count(String kind, String operation) {
        where.merge(kind + ": " + operation, 1, Integer::sum);
    }

    /** @param cut whether what is still on its way is lost */
    private void over(Duration after, boolean cut) {
        var unused = timer.schedule(() -> end(cut), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void end(boolean cut) {
        if (cut) {
            cable.cut();
        }
        cable.plugIn();
        inTrouble = false;
    }

    synchronized int operations() {
        return operations;
    }

    /** What went wrong in which operation, and how often. */
    synchronized Map<String, Integer> where() {
        return new TreeMap<>(where);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
