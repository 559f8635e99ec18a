package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.configfile.FileChange;
import org.ostler.procedure.Action;
import org.ostler.procedure.Probe;
import org.ostler.ssh.RealSshd;

/**
 * The network guard on a real host with a network of its own: real bridges, addresses and routes, real OpenSSH. Each of
 * the three ways to break a network is tried once. The stories run side by side, because most of their time is a
 * countdown. The full proof:
 *
 * <pre>mvn -o test -Dtest=NetworkGuardTest -Dguard.count=20</pre>
 */
final class NetworkGuardTest {
    private static final int TRIES = Integer.getInteger("guard.count", 1);

    /** Beyond the deadline, for the restore and a slow machine; a guard that does not restore fails all the same. */
    private static final Duration SLACK = Duration.ofSeconds(40);

    @TempDir
    static Path directory;

    private static final Map<String, Future<?>> STORIES = new LinkedHashMap<>();
    private static ExecutorService threads;

    /** What a host and an engine of its own go through. */
    @FunctionalInterface
    private interface Story {
        void tell(GuardBench bench) throws Exception;
    }

    @BeforeAll
    static void begin() {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        threads = Executors.newFixedThreadPool(6);
        begin("restart", NetworkGuardTest::goesDownInTheMiddle);
        begin("killed", NetworkGuardTest::killedInTheCountdown);
        begin("wrong address", NetworkGuardTest::wrongAddress);
        begin("swallowed", NetworkGuardTest::swallowed);
        begin("no gateway", NetworkGuardTest::noGateway);
        begin("keep", NetworkGuardTest::killedAtKeep);
        begin("good", NetworkGuardTest::good);
        begin("fails", NetworkGuardTest::aCommandFails);
        begin("people", NetworkGuardTest::people);
        begin("moved", NetworkGuardTest::moved);
    }

    private static void begin(String name, Story story) {
        Path place = directory.resolve(name.replace(' ', '-'));
        STORIES.put(name, threads.submit(() -> {
            try (GuardBench bench = new GuardBench(place)) {
                story.tell(bench);
            }
            return name;
        }));
    }

    @AfterAll
    static void end() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private static void told(String name) throws Exception {
        STORIES.get(name).get();
    }

    @Test
    void aGoodChangeIsKeptAndOutlivesARestart() throws Exception {
        told("good");
    }

    @Test
    void aWrongAddressIsTakenBackByTheHost() throws Exception {
        told("wrong address");
    }

    @Test
    void aBridgeThatSwallowsTheCardIsTakenBackByTheHost() throws Exception {
        told("swallowed");
    }

    @Test
    void aGatewayThatIsGoneIsNoticedAndTakenBack() throws Exception {
        told("no gateway");
    }

    @Test
    void aCommandThatFailsIsTakenBackAtOnce() throws Exception {
        told("fails");
    }

    @Test
    void aHostThatGoesDownInTheMiddleRestoresAtItsBoot() throws Exception {
        told("restart");
    }

    @Test
    void ostlerKilledInTheCountdownFindsOutThatTheHostRestored() throws Exception {
        told("killed");
    }

    @Test
    void ostlerKilledOnEitherSideOfKeepFindsOutThatItIsKept() throws Exception {
        told("keep");
    }

    @Test
    void peopleExtendKeepAndRevert() throws Exception {
        told("people");
    }

    @Test
    void aHostThatMovesIsKeptAtItsNewAddressAndFoundThere() throws Exception {
        told("moved");
    }

    private static Probe gateway(GuardBench bench) {
        return Probe.gateway(bench.cable.gateway());
    }

    private static UUID bridge(GuardBench bench) {
        return bench.start(before -> bench.change(
                before,
                bench.bridged(bench.cable.address()),
                bench.anew(),
                gateway(bench),
                Probe.port("127.0.0.1", 22)));
    }

    private static UUID away(GuardBench bench) {
        return bench.start(
                before -> bench.change(before, bench.bridged(bench.cable.address(77)), bench.anew(), gateway(bench)));
    }

    private static void good(GuardBench bench) throws Exception {
        UUID run = bridge(bench);
        for (int round = 1; round < TRIES; round++) {
            bench.awaitRun(run, RunState.SUCCEEDED);
            bench.engine.runs.rollback(run, "", "the next one comes");
            bench.awaitRun(run, RunState.ROLLED_BACK);
            System.out.println("guard: kept, round " + round);
            run = bridge(bench);
        }
        bench.await(run, StepState.SUCCEEDED);
        assertTrue(bench.guard().matches("(kept ?)+"), bench.guard());
        assertTrue(bench.network().contains("cloudbr0"), bench.network());
        assertEquals(bench.bridged(bench.cable.address()), bench.file());
        Thread.sleep(1_000);
        assertFalse(bench.host.run("ps", "ax").contains("guard watch"), "nothing counts down any more");
        bench.host.powerCycle();
        assertTrue(bench.network().contains("cloudbr0"), bench.network());
        assertTrue(bench.guard().matches("(kept ?)+"), bench.guard());
    }

    private static void wrongAddress(GuardBench bench) throws Exception {
        breaks(
                bench,
                before -> bench.change(before, bench.bridged(bench.cable.address(77)), bench.anew(), gateway(bench)));
    }

    private static void swallowed(GuardBench bench) throws Exception {
        String swallows = "iface cloudbr0 inet manual\n bridge_ports eth0\n";
        breaks(bench, before -> bench.change(before, swallows, bench.anew(), gateway(bench)));
    }

    /** SSH still answers then: only a probe beyond the gateway notices. */
    private static void noGateway(GuardBench bench) throws Exception {
        bench.cable.also("192.0.2.1/32");
        try (ServerSocket beyond = new ServerSocket(0)) {
            breaks(
                    bench,
                    before -> bench.change(
                            before,
                            before.orElseThrow().replaceFirst("(?m)^ *gateway .*\n", ""),
                            List.of(GuardBench.line("ip", "route", "del", "default")),
                            Probe.port("192.0.2.1", beyond.getLocalPort())));
        }
    }

    private static void breaks(GuardBench bench, Function<Optional<String>, Action.Guarded> change) throws Exception {
        for (int round = 0; round < TRIES; round++) {
            String before = bench.network();
            String file = bench.file();
            long from = System.nanoTime();
            UUID run = bench.start(change);
            bench.await(run, StepState.FAILED);
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            String what = bench.step(run).trouble().orElseThrow().what();
            assertTrue(what.contains("The network is as it was saved before"), what + bench.said(run));
            // On a busy machine the host may be faster than the first probe, and all answers again.
            assertTrue(what.contains("not so: ") || what.contains("(deadline)"), "tells what was missing: " + what);
            assertEquals(before, bench.network());
            assertEquals(file, bench.file());
            assertTrue(took.compareTo(GuardBench.DEADLINE.plus(SLACK)) < 0, () -> "took " + took);
            System.out.println("guard: restored and proven after " + took.toMillis() + " ms, " + what);
            bench.engine.runs.abandon(run, "the next one comes");
        }
    }

    private static void aCommandFails(GuardBench bench) throws Exception {
        String before = bench.network();
        UUID run = bench.start(present -> bench.change(
                present,
                bench.bridged(bench.cable.address()),
                List.of(GuardBench.line("ip", "addr", "add", "10.9.9.9/24", "dev", "eth0"), GuardBench.line("false")),
                gateway(bench)));
        bench.await(run, StepState.FAILED);
        String what = bench.step(run).trouble().orElseThrow().what();
        assertTrue(what.contains("(asked for)"), "does not wait for the countdown: " + what);
        assertTrue(what.contains("exit status 1"), what);
        assertEquals(before, bench.network());
    }

    private static void goesDownInTheMiddle(GuardBench bench) throws Exception {
        for (int round = 0; round < TRIES; round++) {
            goesDownOnce(bench);
            System.out.println("guard: restored at boot, round " + (round + 1));
        }
    }

    private static void goesDownOnce(GuardBench bench) throws Exception {
        Path early = Files.createDirectories(bench.host.file("/etc/rc.d/rc3.d"));
        String before = bench.network();
        String file = bench.file();
        UUID run = away(bench);
        bench.await(() -> bench.guard().contains("armed") && isApplied(bench), () -> bench.said(run));
        bench.host.powerCycle();
        bench.await(run, StepState.FAILED);
        String what = bench.step(run).trouble().orElseThrow().what();
        assertTrue(what.contains("the host was restarted"), what);
        assertTrue(what.contains("The network is as it was saved before"), what + bench.said(run));
        assertEquals(before, bench.network());
        assertEquals(file, bench.file());
        assertEquals(List.of(), List.of(early.toFile().list()), "disarmed");
        bench.engine.runs.abandon(run, "the next one comes");
    }

    private static boolean isApplied(GuardBench bench) {
        try {
            return bench.file().contains("cloudbr0") && bench.network().contains("cloudbr0");
        } catch (java.io.IOException notNow) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void killedInTheCountdown(GuardBench bench) throws Exception {
        for (int round = 0; round < TRIES; round++) {
            killedOnce(bench);
            System.out.println("guard: found restored after a kill, round " + (round + 1));
        }
    }

    private static void killedOnce(GuardBench bench) throws Exception {
        String before = bench.network();
        UUID run = away(bench);
        bench.await(() -> isApplied(bench), () -> bench.said(run));
        bench.engine.close();
        bench.await(() -> bench.guard().matches("(restored ?)+"), bench::guard);
        bench.startEngine(new Points());
        bench.await(run, StepState.FAILED);
        assertTrue(bench.step(run).trouble().orElseThrow().what().contains("The network is as it was saved before"));
        assertEquals(before, bench.network());
        bench.engine.runs.abandon(run, "the next one comes");
    }

    private static void killedAtKeep(GuardBench bench) throws Exception {
        for (String side : List.of("before start", "after start")) {
            Points points = new Points();
            bench.engine.close();
            CountDownLatch dead = new CountDownLatch(1);
            points.watch((number, name) -> {
                if (name.equals(side) && isApplied(bench)) {
                    points.killAt(number);
                    dead.countDown();
                }
            });
            bench.startEngine(points);
            UUID run = bridge(bench);
            dead.await();
            bench.engine.close();
            bench.startEngine(new Points());
            bench.awaitRun(run, RunState.SUCCEEDED);
            assertFalse(bench.guard().contains("rest"), bench.guard());
            bench.engine.runs.rollback(run, "", "the next one comes");
            bench.awaitRun(run, RunState.ROLLED_BACK);
            assertFalse(bench.network().contains("cloudbr0"), bench.network());
            assertFalse(bench.file().contains("cloudbr0"), bench.file());
        }
    }

    /** A probe that never answers: only a person can keep it. */
    private static void people(GuardBench bench) throws Exception {
        String before = bench.network();
        Function<Optional<String>, Action.Guarded> change = present ->
                bench.change(present, bench.bridged(bench.cable.address()), bench.anew(), Probe.port("127.0.0.1", 1));
        UUID reverted = bench.start(change);
        bench.await(() -> bench.counting(reverted), () -> bench.said(reverted));
        bench.engine.runs.revert(reverted, bench.step(reverted).id(), "not now");
        try {
            bench.engine.runs.extend(reverted, bench.step(reverted).id(), "too late");
        } catch (org.ostler.platform.Refusal second) {
            assertTrue(List.of("guard-answered", "no-countdown").contains(second.code()), second.code());
        }
        bench.await(reverted, StepState.FAILED);
        assertEquals(before, bench.network());
        bench.engine.runs.abandon(reverted, "the next one comes");

        UUID kept = bench.start(change);
        bench.await(() -> bench.counting(kept), () -> bench.said(kept));
        var first = bench.step(kept).guard().orElseThrow().endsAt().orElseThrow();
        bench.engine.runs.extend(kept, bench.step(kept).id(), "look first");
        bench.await(
                () -> bench.step(kept)
                        .guard()
                        .orElseThrow()
                        .endsAt()
                        .orElseThrow()
                        .isAfter(first.plusSeconds(5)),
                () -> bench.said(kept));
        bench.engine.runs.keep(kept, bench.step(kept).id(), "it is meant to be so");
        bench.await(kept, StepState.SUCCEEDED);
        assertTrue(
                bench.said(kept).contains("Keep the changed network: admin. it is meant to be so"), bench.said(kept));
        assertTrue(bench.network().contains("cloudbr0"), bench.network());
    }

    private static void moved(GuardBench bench) throws Exception {
        String elsewhere = bench.cable.address(99);
        UUID run = bench.start(present -> {
            Action.Guarded change = bench.change(present, bench.bridged(elsewhere), bench.anew(), gateway(bench));
            return new Action.Guarded(
                    List.of(FileChange.write(GuardBench.FILE, present, bench.bridged(elsewhere))),
                    change.apply(),
                    change.applyAfterRestore(),
                    change.probes(),
                    change.deadline(),
                    Optional.of(elsewhere),
                    true);
        });
        bench.awaitRun(run, RunState.SUCCEEDED);
        assertEquals(elsewhere, bench.engine.inventory.host("deb").address());
        bench.engine.runs.rollback(run, "", "back again");
        bench.awaitRun(run, RunState.ROLLED_BACK);
        assertEquals(bench.cable.address(), bench.engine.inventory.host("deb").address());
        assertFalse(bench.network().contains("cloudbr0"), bench.network());
    }
}
