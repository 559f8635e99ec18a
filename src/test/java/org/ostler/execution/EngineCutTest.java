package org.ostler.execution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.BesideOthers;
import org.ostler.Cable;
import org.ostler.LinuxTree;
import org.ostler.Site;
import org.ostler.ssh.RealSshd;

/**
 * Connections to a real OpenSSH host are cut at bytes that a seed decides: in the login, in a command's start, its
 * output, its result, in the transfer of a file. The runs go on by themselves; nothing is lost and nothing doubled, by
 * the host's own count. {@code -Dcut.seed=N} repeats the bytes. The full proof:
 *
 * <pre>mvn -o test -Dtest=EngineCutTest -Dcut.count=200</pre>
 */
@BesideOthers
final class EngineCutTest {
    private static final int CUTS = Integer.getInteger("cut.count", 30);
    private static final long SEED = Long.getLong("cut.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void theLibvirtChapterGoesOnAfterEachCutAndDoublesNothing() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        System.out.println("cut.seed=" + SEED + " cut.count=" + CUTS);
        Path data = Files.createDirectories(directory.resolve("engine"));
        try (LinuxTree host = LinuxTree.start("debian-12", directory.resolve("tree"), "counters");
                Cable cable = Cable.to(host.port())) {
            Cutter cutter = new Cutter(List.of(cable), SEED, CUTS);
            Points points = new Points();
            points.watch((number, name) -> cutter.passed(name));
            Engine.Setting setting =
                    Engine.Setting.of(data, Site.of(host, "deb", cable.port(), "root"), TestGuides::find);
            try (Engine engine = new Engine(setting, points)) {
                LibvirtRounds rounds = new LibvirtRounds(host, "deb", new EngineDesk(engine)::answer);
                rounds.learn();
                cutter.arm();
                while (!cutter.isDone()) {
                    rounds.once();
                }
                System.out.println("libvirt: " + rounds.count() + " rounds, " + cutter.report());
            }
        }
    }
}
