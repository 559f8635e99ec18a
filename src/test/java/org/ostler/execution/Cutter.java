package org.ostler.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.ostler.Cable;

/**
 * Cuts an engine's connections at bytes that a seed decides: so many bytes after an operation of a chosen kind began,
 * on the way there or back. Counts in what they were cut.
 */
final class Cutter {
    /** Operations that are begun often. */
    private static final List<String> KINDS =
            List.of("connect", "look", "identity", "start", "start", "follow", "output", "put", "put", "clean");

    /** In what a cut makes the engine ask for the result, or for the file. */
    private static final Map<String, String> NEXT =
            Map.of("start", "result", "follow", "result", "output", "result", "put", "stat");

    /** A kind that is not come to within so many operations is given up. */
    private static final int PATIENCE = 25;

    /** About how many bytes pass one way in an operation of most kinds, in a login, in output. */
    private static final int SHORT = 500;

    private static final int LOGIN = 4_000;
    private static final int LONG = 40_000;

    private final List<Cable> cables;
    private final Random random;
    private final int most;
    private final Map<String, Integer> where = new TreeMap<>();
    private String present = "nothing";
    private String chosen = "";
    private int occurrences;
    private int waited;
    private int cuts;
    private boolean armed;

    Cutter(List<Cable> cables, long seed, int most) {
        this.cables = cables;
        this.random = new Random(seed);
        this.most = most;
        choose();
    }

    /** From now on the connections are in danger. */
    synchronized void arm() {
        armed = true;
    }

    synchronized boolean isDone() {
        return cuts >= most;
    }

    private void choose() {
        chosen = KINDS.get(random.nextInt(KINDS.size()));
        occurrences = 1 + random.nextInt(2);
        waited = 0;
    }

    synchronized void passed(String point) {
        boolean begins = point.startsWith("before ") || point.equals("output");
        if (begins) {
            present = point.replace("before ", "");
        }
        if (!armed || !begins || isDone()) {
            return;
        }
        if (!present.equals(chosen) || --occurrences != 0) {
            if (++waited > PATIENCE) {
                choose();
            }
            return;
        }
        Cable.Way way = random.nextBoolean() ? Cable.Way.THERE : Cable.Way.BACK;
        int range =
                switch (chosen) {
                    case "connect" -> LOGIN;
                    case "follow", "output" -> way == Cable.Way.BACK ? LONG : SHORT;
                    default -> SHORT;
                };
        int bytes = random.nextInt(range);
        cables.forEach(cable -> cable.cutAfter(way, bytes, () -> cut(way)));
    }

    private synchronized void cut(Cable.Way way) {
        cuts++;
        if (Boolean.getBoolean("cut.trace")) {
            System.out.println(Instant.now() + " cut " + cuts + " in " + present + " " + way);
        }
        where.merge(present + (way == Cable.Way.THERE ? ", on the way there" : ", on the way back"), 1, Integer::sum);
        choose();
        if (NEXT.containsKey(present) && random.nextBoolean()) {
            chosen = NEXT.get(present);
            occurrences = 1;
        }
    }

    synchronized String report() {
        return cuts + " cuts in " + where;
    }
}
