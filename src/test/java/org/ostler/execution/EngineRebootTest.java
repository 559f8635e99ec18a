package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.BesideOthers;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.ssh.RealSshd;

/**
 * A host that reboots inside a step is told from one that is dead, and both from one whose network was away: the boot
 * id changes, or nobody answers within the stated time, or the command goes on. The full proof:
 *
 * <pre>mvn -o test -Dtest=EngineRebootTest -Dreboot.count=20 -Dreboot.silence=60</pre>
 */
@BesideOthers
final class EngineRebootTest {
    private static final int TRIES = Integer.getInteger("reboot.count", 4);

    /** Seconds of the engine's time, twenty of which pass in one of ours, until a silent host is given up. */
    private static final int SILENCE = Integer.getInteger("reboot.silence", 60);

    private static final Fact<Boolean> ANSWERS = Fact.onHost("answers", CommandLine.of("true"), answer -> true);

    @TempDir
    static Path directory;

    private static RealBench bench;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        Limits limits = new Limits(
                Duration.ofSeconds(SILENCE),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(6));
        bench = new RealBench(directory, setting -> setting.with(limits), "power");
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    private static UUID working() throws Exception {
        Files.deleteIfExists(bench.host.file("/var/lib/units/calls"));
        Step step = Step.step("work", "Work")
                .does(seen -> List.of(
                        Action.run(CommandLine.of("sh", "-c", "echo begun >>/var/lib/units/calls; exec sleep 600"))))
                .changesNothing();
        UUID run = bench.start("deb", step);
        bench.await(() -> count("begun") > 0, () -> bench.said(run));
        return run;
    }

    private static UUID rebooting() throws Exception {
        Files.deleteIfExists(bench.host.file("/var/lib/units/calls"));
        Path asked = bench.host.file("/var/lib/units/going-down");
        Files.deleteIfExists(asked);
        Step step = Step.step("reboot", "Reboot")
                .looksAt(ANSWERS)
                .does(seen -> List.of(new Action.Reboot(CommandLine.of("reboot"))))
                .waitsFor(
                        "the host answers",
                        seen -> seen.known(ANSWERS).isPresent(),
                        Duration.ofSeconds(SILENCE),
                        Duration.ofSeconds(1),
                        seen -> "waiting for the host")
                .irreversible("a reboot");
        UUID run = bench.start("deb", step);
        bench.await(() -> Files.exists(asked), () -> bench.said(run));
        // A host that falls silent before its answer arrives leaves an unknown outcome, which is another story.
        bench.await(() -> bench.step(run, "reboot").progress().equals("going down"), () -> bench.said(run));
        return run;
    }

    private static long count(String call) {
        try {
            return bench.calls().stream().filter(call::equals).count();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static void awaitStep(UUID run, String key, StepState state) throws InterruptedException {
        bench.await(() -> bench.step(run, key).state() == state, () -> bench.of(run) + bench.said(run));
    }

    @Test
    void aRebootInsideAStepIsToldFromADeadHost() throws Exception {
        for (int round = 0; round < TRIES; round++) {
            UUID rebooted = working();
            bench.host.powerOff();
            bench.host.powerOn();
            awaitStep(rebooted, "work", StepState.OUTCOME_UNKNOWN);
            String told = bench.step(rebooted, "work").progress();
            assertTrue(told.contains("The host went down while it was running"), told);
            assertEquals(1, count("begun"), "never a second time by itself");
            bench.engine.runs.abandon(rebooted, "the next round comes");

            UUID dead = working();
            long from = System.nanoTime();
            bench.host.powerOff();
            awaitStep(dead, "work", StepState.OUTCOME_UNKNOWN);
            Duration waited = Duration.ofNanos(System.nanoTime() - from);
            String words = bench.step(dead, "work").progress();
            assertTrue(words.contains("It is not known whether it was done"), words);
            assertTrue(words.contains("Bring the machine or the network back"), words);
            assertTrue(waited.compareTo(Duration.ofMillis(SILENCE * 1000L / 20)) >= 0, "no sooner: " + waited);
            System.out.println("reboot: try " + (round + 1) + " told apart; a dead host was given up after "
                    + waited.toMillis() + " ms, stated " + SILENCE * 1000L / 20 + " ms");
            bench.host.powerOn();
            bench.engine.runs.abandon(dead, "the next round comes");
        }
    }

    @Test
    void anOrderedRebootIsDoneOnceAndAHostThatStaysAwayIsReported() throws Exception {
        UUID back = rebooting();
        bench.host.powerOff();
        TimeUnit.MILLISECONDS.sleep(300);
        bench.host.powerOn();
        bench.await(back, RunState.SUCCEEDED);
        assertEquals(1, count("reboot"));

        UUID away = rebooting();
        bench.host.powerOff();
        awaitStep(away, "reboot", StepState.FAILED);
        String what = bench.step(away, "reboot").trouble().orElseThrow().what();
        assertTrue(what.contains("Not so within " + SILENCE + " s: the host answers"), what);
        assertTrue(what.contains("Bring the machine or the network back, then try again."), what);
        bench.host.powerOn();
        assertEquals(1, count("reboot"));
        bench.engine.runs.abandon(away, "the end of the test");
    }

    @Test
    void aNetworkThatWasAwayIsNeither() throws Exception {
        Files.deleteIfExists(bench.host.file("/var/lib/units/calls"));
        Step step = Step.step("work", "Work")
                .does(seen -> List.of(Action.run(
                        CommandLine.of("sh", "-c", "echo begun >>/var/lib/units/calls; sleep 2; echo over"))))
                .changesNothing();
        UUID run = bench.start("deb", step);
        bench.await(() -> count("begun") > 0, () -> bench.said(run));
        bench.cable.unplug();
        TimeUnit.MILLISECONDS.sleep(500);
        bench.cable.plugIn();
        bench.await(run, RunState.SUCCEEDED);
        assertEquals(1, count("begun"));
        assertTrue(bench.said(run).contains("over"), bench.said(run));
    }
}
