package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRunnerProgramTest {
    private static final String RUNNER = "/var/lib/ostler/host-runner-0123456789ab ";

    @TempDir
    Path directory;

    private final String id = UUID.randomUUID().toString();

    @Test
    void startsACommandOnceAndTellsItsOutputFromAnyOffset() throws IOException {
        try (LabVisit visit = visit()) {
            assertEquals(
                    "started\n",
                    runner(visit, "start " + id + " -- echo one two").out());
            assertEquals(
                    "known\n", runner(visit, "start " + id + " -- echo one two").out());
            assertEquals(
                    "O 0 8\none two\nS exit 0\n",
                    runner(visit, "follow " + id + " 0 0").out());
            assertEquals(
                    "O 4 4\ntwo\nS exit 0\n",
                    runner(visit, "follow " + id + " 4 0").out());
            assertEquals("exit 0\n", runner(visit, "result " + id).out());
            assertEquals(1, starts(visit).size());
            assertEquals(Optional.of(id), starts(visit).get(0).command());
            assertEquals("done\n", runner(visit, "clean " + id).out());
            assertEquals("missing\n", runner(visit, "result " + id).out());
        }
    }

    @Test
    void letsACommandOutliveItsConnection() throws IOException {
        try (LabVisit visit = visit()) {
            visit.centre().host("xs1").faults().losesAnswer("sleep");
            assertEquals(-1, runner(visit, "start " + id + " -- sleep 4").exit());
            assertEquals("running\n", runner(visit, "result " + id).out());
            String followed = runner(visit, "follow " + id + " 0 0").out();
            assertTrue(followed.matches("(H\n)+S exit 0\n"), followed);
        }
    }

    @Test
    void killsWhatItStarted() throws IOException {
        try (LabVisit visit = visit()) {
            runner(visit, "start " + id + " -- sleep 100");
            String words = runner(visit, "kill " + id).out();
            assertTrue(
                    words.matches("no process is left in session \\d+ after TERM; the command's state: exit 143\n"),
                    words);
            assertEquals(
                    "nothing to stop: exit 143\n", runner(visit, "kill " + id).out());
        }
    }

    @Test
    void callsACommandInterruptedWhenItsHostOrTheLabWentDown() throws IOException {
        String other = UUID.randomUUID().toString();
        try (LabVisit visit = visit()) {
            runner(visit, "start " + id + " -- sleep 100");
            visit.centre().host("xs1").reboot();
            LabHostTest.awaits(() -> visit.centre().host("xs1").isUp());
            assertEquals("interrupted\n", runner(visit, "result " + id).out());
            runner(visit, "start " + other + " -- sleep 100");
        }
        try (LabVisit visit = visit()) {
            assertEquals(
                    "S interrupted\n", runner(visit, "follow " + other + " 0 0").out());
            assertEquals(
                    "known\n", runner(visit, "start " + other + " -- sleep 100").out());
        }
    }

    @Test
    void putsAFileOnlyOverTheContentThatWasSeen() throws IOException {
        try (LabVisit visit = visit()) {
            String put = "put /root/note %s %s root:root " + sha("new\n");
            assertEquals("missing\n", runner(visit, "stat /root/note").out());
            assertEquals(
                    "done\n",
                    visit.exec("xs1", RUNNER + put.formatted("-", "0600"), "new\n")
                            .out());
            assertEquals(
                    "file " + sha("new\n") + " 600 root:root\n",
                    runner(visit, "stat /root/note").out());
            assertRefused("changed", visit.exec("xs1", RUNNER + put.formatted("-", "-"), "new\n"));
            assertRefused("changed", visit.exec("xs1", RUNNER + put.formatted(sha("old\n"), "-"), "new\n"));
            assertRefused("damaged", visit.exec("xs1", RUNNER + put.formatted(sha("new\n"), "-"), "ne"));
            assertEquals("done\n", runner(visit, "link /root/link /root/note").out());
            assertEquals("link /root/note\n", runner(visit, "stat /root/link").out());
            assertRefused("symlink", runner(visit, "remove /root/link " + sha("new\n")));
            assertRefused("exists", runner(visit, "link /root/note /etc/hosts"));
            assertRefused("changed", runner(visit, "remove /root/note " + sha("old\n")));
            assertEquals(
                    "done\n", runner(visit, "remove /root/note " + sha("new\n")).out());
        }
    }

    @Test
    void refusesOnAFullDisk() throws IOException {
        try (LabVisit visit = visit()) {
            visit.centre().host("xs1").files().full(true);
            assertRefused("no-space", runner(visit, "start " + id + " -- true"));
            assertRefused("no-space", visit.exec("xs1", RUNNER + "put /root/note - - - " + sha("new\n"), "new\n"));
            assertEquals("missing\n", runner(visit, "result " + id).out());
            assertEquals(
                    new LabVisit.Said(1, "", "tee: write error: No space left on device\n"),
                    visit.exec("xs1", "tee /root/note", "new\n"));
        }
    }

    @Test
    void handsTheSecretToTheCommandOnly() throws IOException {
        try (LabVisit visit = visit()) {
            LabHost host = visit.centre().host("xs1");
            host.install("probe", call -> {
                call.println(new String(call.secret().orElseThrow(), StandardCharsets.UTF_8).strip());
                return 0;
            });
            visit.exec("xs1", RUNNER + "start " + id + " --secret -- probe", "hush");
            assertEquals(
                    "O 0 5\nhush\nS exit 0\n",
                    runner(visit, "follow " + id + " 0 0").out());
            assertFalse(
                    host.files().below("/var/lib/ostler").keySet().stream().anyMatch(path -> path.endsWith("secret")));
        }
    }

    @Test
    void keepsItsMarkerUntilTheHostIsInstalledAnew() throws IOException {
        try (LabVisit visit = visit()) {
            String identity = runner(visit, "identity").out();
            assertTrue(identity.matches("boot-id [0-9a-f-]{36}\nmarker [0-9a-f-]{36}\nversion 1\n"), identity);
            assertEquals(identity, runner(visit, "identity").out());
        }
    }

    private static void assertRefused(String code, LabVisit.Said said) {
        assertEquals(3, said.exit());
        assertTrue(said.out().startsWith("refused " + code + " "), said.out());
    }

    private static List<InvocationLedger.Started> starts(LabVisit visit) {
        return visit.centre().ledger().starts(Optional.of("xs1"), 0);
    }

    private static String sha(String text) {
        return FilePrograms.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static LabVisit.Said runner(LabVisit visit, String words) throws IOException {
        return visit.exec("xs1", RUNNER + words);
    }

    private LabVisit visit() throws IOException {
        return new LabVisit(directory, 200);
    }
}
