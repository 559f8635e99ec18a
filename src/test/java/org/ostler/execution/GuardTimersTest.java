package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.procedure.Probe;
import org.ostler.ssh.RealSshd;

/**
 * The guard's other means, with the real daemons: a countdown kept by {@code atd}, and a restore at boot by {@code cron}
 * and by {@code rc.local}. systemd-run needs a systemd that runs, which no host under test has.
 */
final class GuardTimersTest {
    private static final Path PARSERS = Path.of("target/parsers").toAbsolutePath();

    @TempDir
    static Path directory;

    private static final Map<String, Future<?>> STORIES = new LinkedHashMap<>();
    private static ExecutorService threads;

    @FunctionalInterface
    private interface Story {
        void tell(GuardBench bench) throws Exception;
    }

    @BeforeAll
    static void begin() {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        threads = Executors.newFixedThreadPool(3);
        begin("at", GuardTimersTest::at);
        begin("cron", GuardTimersTest::cron);
        begin("rc.local", GuardTimersTest::rcLocal);
    }

    private static void begin(String name, Story story) {
        Path place = directory.resolve(name);
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

    @Test
    void atdCountsDownAndRestores() throws Exception {
        STORIES.get("at").get();
    }

    @Test
    void cronRestoresAtTheNextBoot() throws Exception {
        STORIES.get("cron").get();
    }

    @Test
    void rcLocalRestoresAtTheNextBoot() throws Exception {
        STORIES.get("rc.local").get();
    }

    /** A daemon's program, unpacked and not installed; the host has it from its next start on. */
    private static void give(GuardBench bench, String... programs) throws IOException {
        for (String program : programs) {
            Path from = PARSERS.resolve(program);
            assertTrue(Files.exists(from), from + " is missing: src/main/scripts/test.sh unpacks it");
            Files.copy(from, bench.host.file("/.local").resolve(from.getFileName()));
        }
    }

    private static void permit(GuardBench bench, String service) throws IOException {
        Path pam = Files.createDirectories(bench.host.file("/etc/pam.d")).resolve(service);
        Files.writeString(pam, """
                auth required pam_permit.so
                account required pam_permit.so
                session required pam_permit.so
                """);
    }

    /** Ends out of reach unless the host takes it back. */
    private static UUID away(GuardBench bench) {
        return bench.start(before -> bench.change(
                before, bench.bridged(bench.cable.address(77)), bench.anew(), Probe.gateway(bench.cable.gateway())));
    }

    private static void at(GuardBench bench) throws Exception {
        give(bench, "usr/bin/at", "usr/sbin/atd");
        permit(bench, "atd");
        Files.writeString(
                bench.host.file("/etc/passwd"),
                "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n",
                StandardOpenOption.APPEND);
        Files.writeString(bench.host.file("/etc/group"), "daemon:x:1:\n", StandardOpenOption.APPEND);
        bench.host.powerCycle();
        bench.host.run(
                "sh",
                "-c",
                "mkdir -p /var/spool/cron/atjobs /var/spool/cron/atspool && touch /var/spool/cron/atjobs/.SEQ"
                        + " && chown -R daemon:daemon /var/spool/cron && chmod 1770 /var/spool/cron/at* && atd");
        String before = bench.network();
        UUID run = away(bench);
        bench.await(run, StepState.FAILED);
        String what = bench.step(run).trouble().orElseThrow().what();
        assertTrue(what.contains("The network is as it was saved before"), what + bench.said(run));
        assertEquals(before, bench.network());
        assertEquals("at", saved(bench, "timer"));
    }

    private static void cron(GuardBench bench) throws Exception {
        give(bench, "usr/sbin/cron");
        permit(bench, "cron");
        Path jobs = Files.createDirectories(bench.host.file("/etc/cron.d"));
        Files.createDirectories(bench.host.file("/var/spool/cron/crontabs"));
        bench.host.powerCycle();
        assertTrue(bench.host.run("ps", "ax").contains("cron"), "a real one runs");
        restart(bench, "cron");
        assertEquals(List.of(), List.of(jobs.toFile().list()), "disarmed");
    }

    private static void rcLocal(GuardBench bench) throws Exception {
        Path local = bench.host.file("/etc/rc.local");
        Files.writeString(local, "#!/bin/sh\n# ours\nexit 0\n");
        restart(bench, "rc.local");
        assertEquals("#!/bin/sh\n# ours\nexit 0\n", Files.readString(local), "disarmed");
    }

    private static void restart(GuardBench bench, String means) throws Exception {
        String before = bench.network();
        String file = bench.file();
        UUID run = away(bench);
        bench.await(() -> bench.guard().equals("armed") && isApplied(bench), () -> bench.said(run));
        assertEquals(means, saved(bench, "hooked"));
        bench.host.powerCycle();
        bench.await(run, StepState.FAILED);
        String what = bench.step(run).trouble().orElseThrow().what();
        assertTrue(what.contains("the host was restarted"), what);
        assertTrue(what.contains("The network is as it was saved before"), what + bench.said(run));
        assertEquals(before, bench.network());
        assertEquals(file, bench.file());
    }

    private static String saved(GuardBench bench, String name) throws Exception {
        return bench.host.run("sh", "-c", "cat /var/lib/ostler/guard-*/" + name).strip();
    }

    private static boolean isApplied(GuardBench bench) {
        try {
            return bench.file().contains("cloudbr0") && bench.network().contains("cloudbr0");
        } catch (IOException notNow) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
