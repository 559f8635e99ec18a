package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills an engine again and again, at moments that a seed decides: at a counted point of its work, after some time, or
 * while it starts. Counts what it did, and how long the engine needed to be back at work.
 */
final class Killer implements Desk, AutoCloseable {
    /** Points of work among which one is chosen; a short chapter passes some three hundred. */
    private static final int POINTS = 90;

    private static final int MILLIS = 1_500;
    private static final int STARTING_MILLIS = 1_200;

    /** Within this after a point, so that the kill falls into what begins there. */
    private static final int INSIDE_MICROS = 60_000;

    /** A place that is not come to within this is not waited for. */
    private static final int LATEST_MICROS = 5_000_000;

    /** Where a kill is worth more than elsewhere: counted points alone would mostly fall into looks. */
    private static final List<String> PLACES = List.of(
            "connect",
            "identity",
            "start",
            "follow",
            "output",
            "result",
            "stat",
            "put",
            "clean",
            "save",
            "audit",
            "note");

    private final KilledEngine engine;
    private final Random random;
    private final int most;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "killer");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> where = new TreeMap<>();
    private int kills;
    private long slowestReady;
    private long slowestAtWork;
    private long killedAt;

    Killer(KilledEngine engine, long seed, int most) {
        this.engine = engine;
        this.random = new Random(seed);
        this.most = most;
    }

    boolean isDone() {
        return kills >= most;
    }

    int kills() {
        return kills;
    }

    /** Starts the engine for the first time. */
    void begin() throws IOException, InterruptedException {
        engine.start();
        settle();
    }

    /** An orderly end and a new start, so that later starts are as quick as they can be. */
    void restart() throws IOException, InterruptedException {
        engine.stop();
        begin();
    }

    private void settle() throws IOException, InterruptedException {
        try {
            engine.awaitReady();
        } catch (KilledEngine.Away unexpected) {
            throw new AssertionError("the engine does not start: " + engine.log(), unexpected);
        }
    }

    /** From now on the engine is in danger. */
    void arm() {
        if (isDone()) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> kill(engine.process(), random.nextInt(MILLIS) * 1_000);
            case 1 -> engine.plan(countdown("", 1 + random.nextInt(POINTS), 0));
            default -> {
                String point = PLACES.get(random.nextInt(PLACES.size()));
                engine.plan(countdown(point, 1 + random.nextInt(3), random.nextInt(INSIDE_MICROS)));
                kill(engine.process(), LATEST_MICROS);
            }
        }
    }

    private KilledEngine.Plan countdown(String place, int times, int micros) {
        AtomicInteger left = new AtomicInteger(times);
        return (point, process) -> {
            if (point.contains(place) && left.decrementAndGet() == 0) {
                kill(process, micros);
            }
        };
    }

    private void kill(Process process, int micros) {
        var unused = timer.schedule(process::destroyForcibly, micros, TimeUnit.MICROSECONDS);
    }

    /** When the engine was killed meanwhile it is started again. */
    @Override
    public JsonNode ask(ObjectNode order) throws IOException, InterruptedException {
        while (true) {
            try {
                JsonNode answer = engine.ask(order);
                noteWork();
                return answer;
            } catch (KilledEngine.Away away) {
                revive();
                if (!order.path("do").asText().equals("run")) {
                    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
                }
            }
        }
    }

    private void noteWork() {
        if (killedAt != 0 && engine.isAtWork()) {
            slowestAtWork = Math.max(slowestAtWork, engine.atWorkSince() - killedAt);
            killedAt = 0;
        }
    }

    private void revive() throws IOException, InterruptedException {
        engine.awaitEnd();
        count(engine.lastPoint());
        while (!isDone() && random.nextInt(6) == 0) {
            engine.start();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(STARTING_MILLIS));
            engine.kill();
            count("its start");
        }
        killedAt = System.nanoTime();
        engine.start();
        settle();
        slowestReady = Math.max(slowestReady, System.nanoTime() - killedAt);
        arm();
    }

    private void count(String point) {
        if (Boolean.getBoolean("kill.trace")) {
            System.out.println(
                    LocalTime.now(ZoneId.systemDefault()) + " killed at point " + engine.points() + ", " + point);
        }
        kills++;
        where.merge(point, 1, Integer::sum);
    }

    String report() {
        return kills + " kills; slowest start " + Duration.ofNanos(slowestReady).toMillis()
                + " ms, slowest return to work "
                + Duration.ofNanos(slowestAtWork).toMillis() + " ms; killed after " + where;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        engine.close();
    }
}
