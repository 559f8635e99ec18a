package org.ostler.execution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ostler.LinuxTree;
import org.ostler.PracticeLabProcess;
import org.ostler.QuickJvm;
import org.ostler.Site;
import org.ostler.ssh.RealSshd;

/**
 * The engine gets SIGKILL at moments that a seed decides, goes on by itself after each start, and has done everything
 * once in the end, by the hosts' own count. The seed is printed; {@code -Dkill.seed=N} repeats the moments as far as
 * time repeats, {@code -Dkill.count=N} is the number of kills for each of the two stories. The full proof:
 *
 * <pre>mvn -o test -Dtest=EngineKillTest -Dkill.count=200</pre>
 */
@Execution(ExecutionMode.CONCURRENT)
final class EngineKillTest {
    private static final int KILLS = Integer.getInteger("kill.count", 15);

    /** An upgrade takes longer by itself than a round of the chapter. */
    private static final int KILLS_OF_UPGRADES = Integer.getInteger("kill.count", 8);

    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    @TempDir
    static Path directory;

    private static QuickJvm jvm;

    @BeforeAll
    static void pack() throws Exception {
        jvm = new QuickJvm(directory.resolve("jvm"));
    }

    @Test
    void theLibvirtChapterGoesOnAfterEachKillAndDoublesNothing() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        System.out.println("kill.seed=" + SEED + " kill.count=" + KILLS);
        try (LinuxTree host = LinuxTree.start("debian-12", directory.resolve("tree"), "counters");
                KilledEngine engine =
                        new KilledEngine(jvm, directory.resolve("engine"), Site.of(host, "deb", host.port(), "root"));
                Killer killer = new Killer(engine, SEED, KILLS)) {
            LibvirtRounds rounds = new LibvirtRounds(host, "deb", killer);
            killer.begin();
            rounds.learn();
            killer.restart();
            killer.arm();
            while (!killer.isDone()) {
                rounds.once();
            }
            System.out.println("libvirt: " + rounds.count() + " rounds, " + killer.report());
        }
    }

    @Test
    void theRollingUpgradeGoesOnAfterEachKillAndDoublesNothing() throws Exception {
        System.out.println("kill.seed=" + SEED + " kill.count=" + KILLS_OF_UPGRADES);
        int killed = 0;
        for (int round = 0; killed < KILLS_OF_UPGRADES; round++) {
            Path place = directory.resolve("upgrade-" + round);
            try (PracticeLabProcess lab = PracticeLabProcess.start(jvm, place.resolve("lab"), 400);
                    KilledEngine engine = new KilledEngine(jvm, place.resolve("engine"), lab.published());
                    Killer killer = new Killer(engine, SEED + round, KILLS_OF_UPGRADES - killed)) {
                Upgrade upgrade = new Upgrade(lab, killer);
                killer.begin();
                upgrade.begin();
                killer.arm();
                upgrade.drive();
                upgrade.assertAllIsDoneOnce();
                killed += killer.kills();
                System.out.println("upgrade " + (round + 1) + ": " + killer.report() + "; unknown for a while: "
                        + upgrade.unknown());
            }
        }
    }
}
