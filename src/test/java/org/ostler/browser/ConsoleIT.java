package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.KvmHost;
import org.ostler.LinuxTree;
import org.ostler.RunningOstler;

/** An interactive terminal on a host behind a real OpenSSH server, in a real browser. */
final class ConsoleIT {
    @TempDir
    Path directory;

    @Test
    void typesOnARealHostAndStandsInTheAuditTrail() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (LinuxTree host = LinuxTree.start("debian-12", directory.resolve("console"));
                OstlerPages pages = new OstlerPages(ostler)) {
            KvmHost.enter(ostler, host, "console");
            String id = hostId(ok(ostler.get("/api/inventory")), "console-host");
            pages.signIn("admin", RunningOstler.PASSWORD);
            pages.open("console.xhtml?host=" + id);
            pages.press("Open a terminal");
            Locator screen = pages.page().locator("#terminal .screen");
            screen.locator(".xterm-rows").getByText("#").first().waitFor();
            pages.page().keyboard().type("echo ost''ler-$((40+2))\n");
            screen.locator(".xterm-rows").getByText("ostler-42").first().waitFor();
            pages.look("console");
            pages.press("End session");
            List<String> kinds = new ArrayList<>();
            for (int look = 0; look < 40 && !kinds.contains("CONSOLE_CLOSED"); look++) {
                kinds.clear();
                ok(ostler.get("/api/audit?limit=100&host=" + id))
                        .path("entries")
                        .forEach(entry -> kinds.add(entry.path("kind").asText()));
                pages.page().waitForTimeout(250);
            }
            assertTrue(kinds.containsAll(List.of("CONSOLE_OPENED", "CONSOLE_CLOSED")), kinds::toString);
            assertEquals(List.of(), pages.complaints());
        }
    }

    private static String hostId(JsonNode inventory, String name) {
        for (JsonNode host : inventory.findParents("address")) {
            if (host.path("name").asText().equals(name)) {
                return host.path("id").asText();
            }
        }
        throw new AssertionError(name + " is not in " + inventory);
    }
}
