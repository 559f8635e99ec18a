package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.procedure.Action;
import org.ostler.procedure.Probe;
import org.ostler.ssh.RealSshd;

/**
 * The network guard on a real host with a network of its own: real bridges, addresses and routes, real OpenSSH. Each of
 * the three ways to break a network is tried once; the full proof:
 *
 * <pre>mvn -o test -Dtest=NetworkGuardTest -Dguard.count=20</pre>
 */
final class NetworkGuardTest {
    private static final int TRIES = Integer.getInteger("guard.count", 1);

    /** Beyond the deadline, for the restore and a slow machine; a guard that does not restore fails all the same. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private GuardBench bench;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        bench = new GuardBench(directory);
    }

    @AfterEach
    void stop() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    private Probe gateway() {
        return Probe.gateway(bench.cable.gateway());
    }

    private UUID bridge() {
        return bench.start(before -> bench.change(
                before, bench.bridged(bench.cable.address()), bench.anew(), gateway(), Probe.port("127.0.0.1", 22)));
    }

    @Test
    void aGoodChangeIsKeptAndOutlivesARestart() throws Exception {
        UUID run = bridge();
        bench.await(run, StepState.SUCCEEDED);
        assertEquals("kept", bench.guard());
        assertTrue(bench.network().contains("cloudbr0"), bench.network());
        assertEquals(bench.bridged(bench.cable.address()), bench.file());
        assertFalse(bench.host.run("ps", "ax").contains("network-guard"), "nothing counts down any more");
        Thread.sleep(GuardBench.DEADLINE.toMillis() / 4);
        bench.host.powerCycle();
        assertTrue(bench.network().contains("cloudbr0"), bench.network());
        assertEquals("kept", bench.guard());
    }

    @Test
    void aChangeThatBreaksTheNetworkIsTakenBackByTheHost() throws Exception {
        for (int round = 0; round < TRIES; round++) {
            String other = bench.cable.address(77);
            breaks("wrong address", before -> bench.change(before, bench.bridged(other), bench.anew(), gateway()));
            breaks(
                    "a bridge swallows the NIC",
                    before -> bench.change(
                            before, "iface cloudbr0 inet manual\n bridge_ports eth0\n", bench.anew(), gateway()));
            bench.cable.also("192.0.2.1/32");
            breaks(
                    "the gateway is gone",
                    before -> bench.change(
                            before,
                            before.orElseThrow().replaceFirst("(?m)^ *gateway .*\n", ""),
                            List.of(GuardBench.line("ip", "route", "del", "default")),
                            Probe.port("192.0.2.1", sshdHere())));
        }
    }

    /** Where something listens on this machine that only the default route leads to: the host's own sshd will not do. */
    private int sshdHere() {
        return listening.getLocalPort();
    }

    private final java.net.ServerSocket listening = listening();

    private static java.net.ServerSocket listening() {
        try {
            return new java.net.ServerSocket(0);
        } catch (java.io.IOException full) {
            throw new java.io.UncheckedIOException(full);
        }
    }

    private void breaks(String how, java.util.function.Function<Optional<String>, Action.Guarded> change)
            throws Exception {
        String before = bench.network();
        String file = bench.file();
        long from = System.nanoTime();
        UUID run = bench.start(change);
        bench.await(run, StepState.FAILED);
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        String what = bench.step(run).trouble().orElseThrow().what();
        assertTrue(what.contains("The network is as it was saved before"), how + ": " + what + bench.said(run));
        assertTrue(what.contains("not so: "), how + " tells what was missing: " + what);
        assertEquals(before, bench.network(), how);
        assertEquals(file, bench.file(), how);
        assertTrue(took.compareTo(GuardBench.DEADLINE.plus(SLACK)) < 0, how + " took " + took);
        System.out.println("guard: " + how + ", restored and proven after " + took.toMillis() + " ms");
        bench.engine.runs.abandon(run, "the next one comes");
    }

    @Test
    void aCommandThatFailsIsTakenBackAtOnce() throws Exception {
        String before = bench.network();
        UUID run = bench.start(present -> bench.change(
                present,
                bench.bridged(bench.cable.address()),
                List.of(GuardBench.line("ip", "addr", "add", "10.9.9.9/24", "dev", "eth0"), GuardBench.line("false")),
                gateway()));
        bench.await(run, StepState.FAILED);
        String what = bench.step(run).trouble().orElseThrow().what();
        assertTrue(what.contains("(asked for)"), "does not wait for the countdown: " + what);
        assertTrue(what.contains("exit status 1"), what);
        assertEquals(before, bench.network());
    }

    @Test
    void aHostThatGoesDownInTheMiddleRestoresAtItsBoot() throws Exception {
        java.nio.file.Files.createDirectories(bench.host.file("/etc/rc.d/rc3.d"));
        String before = bench.network();
        String file = bench.file();
        UUID run = bench.start(
                present -> bench.change(present, bench.bridged(bench.cable.address(77)), bench.anew(), gateway()));
        bench.await(() -> bench.guard().equals("armed") && isApplied(), () -> bench.said(run));
        bench.host.powerCycle();
        bench.await(run, StepState.FAILED);
        String what = bench.step(run).trouble().orElseThrow().what();
        assertTrue(what.contains("the host was restarted"), what);
        assertTrue(what.contains("The network is as it was saved before"), what + bench.said(run));
        assertEquals(before, bench.network());
        assertEquals(file, bench.file());
        assertFalse(
                java.nio.file.Files.list(bench.host.file("/etc/rc.d/rc3.d"))
                        .findAny()
                        .isPresent(),
                "disarmed");
    }

    private boolean isApplied() {
        try {
            return bench.file().contains("cloudbr0") && bench.network().contains("cloudbr0");
        } catch (Exception notNow) {
            return false;
        }
    }

    @Test
    void ostlerKilledInTheCountdownFindsOutThatTheHostRestored() throws Exception {
        String before = bench.network();
        UUID run = bench.start(
                present -> bench.change(present, bench.bridged(bench.cable.address(77)), bench.anew(), gateway()));
        bench.await(this::isApplied, () -> bench.said(run));
        bench.engine.close();
        bench.await(() -> bench.guard().equals("restored"), bench::guard);
        bench.startEngine(new Points());
        bench.await(run, StepState.FAILED);
        assertTrue(bench.step(run).trouble().orElseThrow().what().contains("The network is as it was saved before"));
        assertEquals(before, bench.network());
    }

    @Test
    void ostlerKilledOnEitherSideOfKeepFindsOutThatItIsKept() throws Exception {
        for (int side = 0; side < 2; side++) {
            Points points = new Points();
            bench.engine.close();
            java.util.concurrent.CountDownLatch dead = new java.util.concurrent.CountDownLatch(1);
            String at = side == 0 ? "before start" : "after start";
            points.watch((number, name) -> {
                if (name.equals(at) && isApplied()) {
                    points.killAt(number);
                    dead.countDown();
                }
            });
            bench.startEngine(points);
            UUID run = bridge();
            dead.await();
            bench.engine.close();
            bench.startEngine(new Points());
            bench.await(
                    () -> bench.engine.runs.run(run.toString()).state() == RunState.SUCCEEDED, () -> bench.said(run));
            assertFalse(bench.guard().contains("rest"), bench.guard());
            bench.engine.runs.rollback(run, "", "the next one comes");
            bench.await(run, StepState.ROLLED_BACK);
            assertFalse(bench.network().contains("cloudbr0"), bench.network());
        }
    }
}
