package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabHostTest {
    @TempDir
    Path directory;

    @Test
    void answersCommandsLikeAHostOverSsh() throws IOException {
        try (LabVisit visit = new LabVisit(directory, 200)) {
            assertEquals(new LabVisit.Said(0, "xs1\n", ""), visit.exec("xs1", "hostname"));
            assertEquals(new LabVisit.Said(0, "a  'b\n", ""), visit.exec("xs1", "echo 'a  '\\''b'"));
            assertEquals(
                    new LabVisit.Said(127, "", "bash: frobnicate: command not found\n"),
                    visit.exec("xs1", "frobnicate now"));
            assertEquals(
                    new LabVisit.Said(1, "", "cat: /etc/nothing: No such file or directory\n"),
                    visit.exec("xs1", "cat -- /etc/nothing"));
            assertEquals("0\n", visit.exec("xs1", "sudo -n -- id -u").out());
            assertEquals(
                    visit.centre().host("xs1").bootId() + "\n",
                    visit.exec("xs1", "cat -- " + LabHost.BOOT_ID).out());
        }
    }

    @Test
    void letsAPersonTypeAndCorrectAtATerminal() throws IOException {
        try (LabVisit visit = new LabVisit(directory, 200)) {
            String screen = visit.terminal("xs1", "echo onee\u007f two | wc -w\rfalse || echo $?\rexit\r");
            assertTrue(screen.contains("[root@xs1 ~]# echo onee\b \b two | wc -w\r\n2\r\n"), screen);
            assertTrue(screen.contains("\r\n1\r\n"), screen);
        }
    }

    @Test
    void goesDownAndComesBackWithAnotherBootId() throws IOException {
        try (LabVisit visit = new LabVisit(directory, 200)) {
            LabHost host = visit.centre().host("xs2");
            var before = host.bootId();
            try (ClientSession session = visit.login("xs2")) {
                host.reboot();
                awaits(() -> !session.isOpen());
                assertThrows(IOException.class, () -> visit.exec("xs2", "true"));
                awaits(host::isUp);
            }
            assertNotEquals(
                    before + "\n", visit.exec("xs2", "cat " + LabHost.BOOT_ID).out());
        }
    }

    @Test
    void losesAnAnswerAfterTheCommandWasCarriedOut() throws IOException {
        try (LabVisit visit = new LabVisit(directory, 200)) {
            visit.centre().host("xs1").faults().losesAnswer("touch /root/there");
            assertEquals(-1, visit.exec("xs1", "touch /root/there").exit());
            assertEquals(0, visit.exec("xs1", "test -e /root/there").exit());
            assertEquals(
                    List.of("touch", "/root/there"),
                    visit.centre().ledger().starts(Optional.of("xs1"), 0).get(0).words());
        }
    }

    @Test
    void remembersFilesPortsAndKeysAfterARestart() throws IOException {
        int port;
        String fingerprint;
        String url;
        try (LabVisit visit = new LabVisit(directory, 200)) {
            visit.exec("xs1", "tee /root/note", "kept\n");
            port = visit.centre().host("xs1").sshPort();
            url = visit.lab().url();
            fingerprint = LabJson.readObject(Files.readAllBytes(directory.resolve("lab.json")))
                    .path("hosts")
                    .toString();
        }
        try (LabVisit visit = new LabVisit(directory, 200)) {
            assertEquals("kept\n", visit.exec("xs1", "cat /root/note").out());
            assertEquals(port, visit.centre().host("xs1").sshPort());
            assertEquals(url, visit.lab().url());
            assertEquals(
                    fingerprint,
                    LabJson.readObject(Files.readAllBytes(directory.resolve("lab.json")))
                            .path("hosts")
                            .toString());
            assertFalse(visit.centre().ledger().starts(Optional.empty(), 0).isEmpty());
        }
    }

    @Test
    void refusesToStartInProduction() {
        assertThrows(
                IllegalArgumentException.class,
                () -> LabSettings.of(new String[0], Map.of("OSTLER_MODE", "production")));
    }

    static void awaits(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "it did not happen within 20 s");
            Thread.onSpinWait();
        }
    }
}
