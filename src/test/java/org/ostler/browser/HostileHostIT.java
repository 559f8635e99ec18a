package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.KvmHost;
import org.ostler.LinuxTree;
import org.ostler.RunningOstler;

/** A host that prints whatever could harm who reads it: neither transcript, page nor terminal obeys it. */
final class HostileHostIT {
    /** Text that is shown must not turn, and nothing of it may have become part of the page. */
    private static final String HARM = """
            () => {
              const found = [];
              if (window.ostlerHarmed) found.push("a script ran");
              if (/harm/.test(document.title)) found.push("the title is " + document.title);
              if (window.ostlerCopied) found.push("the clipboard was written");
              document.querySelectorAll("a[href*=harm], a[href^=javascript], img[src=x], svg[onload], iframe")
                .forEach(e => found.push(e.outerHTML.slice(0, 200)));
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const turning = /[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]/;
              while (texts.nextNode()) {
                const holder = texts.currentNode.parentElement;
                if (!holder.closest("script, style, .xterm") && turning.test(texts.currentNode.data)) {
                  found.push("hidden characters in <" + holder.tagName + " class=" + holder.className + ">: "
                    + JSON.stringify(texts.currentNode.data.slice(0, 200)));
                }
              }
              return found;
            }
            """;

    @TempDir
    Path directory;

    @Test
    void harmsNeitherTranscriptNorPageNorTerminal() throws Exception {
        RunningOstler ostler = RunningOstler.shared();
        try (LinuxTree host = LinuxTree.start("debian-12", directory.resolve("hostile"));
                OstlerPages pages = new OstlerPages(ostler)) {
            prepare(host);
            KvmHost.enter(ostler, host, "hostile");
            pages.page()
                    .addInitScript("Object.defineProperty(navigator, 'clipboard', {value: {writeText: t => {"
                            + " window.ostlerCopied = t; return Promise.resolve(); }}});");
            pages.signIn("admin", RunningOstler.PASSWORD);
            JsonNode plan = KvmHost.plan(ostler, "hostile");
            pages.open("plan.xhtml?id=" + plan.path("number").asText());
            pages.page()
                    .getByText("ostlerHarmed")
                    .first()
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            assertHarmless(pages);

            String run = KvmHost.approveAndStart(ostler, plan);
            JsonNode failed = ostler.awaitRun(run, Duration.ofMinutes(3), "FAILED");
            String number = failed.path("number").asText();
            pages.open("run.xhtml?id=" + number);
            Locator transcript = pages.page().locator("#transcript .term");
            transcript.getByText("the last line, without an end").first().waitFor();
            assertTrue(transcript.locator("> div").count() <= 2_000, "more rows than a browser can hold");
            assertHarmless(pages);
            seesEveryLine(ostler, run);
            String first = firstLine(ostler, run);
            pages.open("run.xhtml?id=" + number + "#L" + first);
            transcript
                    .getByText("</script><script>window.ostlerHarmed=1</script>")
                    .first()
                    .waitFor();
            assertEquals(
                    List.of(),
                    transcript.evaluate("term => [...term.querySelectorAll('.tx *')].map(e => e.tagName)"
                            + ".filter(tag => tag !== 'SPAN' && tag !== 'B')"));
            assertHarmless(pages);
            pages.look("hostile-run");

            pages.open("audit.xhtml?run=" + number);
            assertHarmless(pages);
            pages.open("host.xhtml?id=" + hostId(ok(ostler.get("/api/inventory"))));
            assertHarmless(pages);
            terminal(ostler, pages);
            assertEquals(List.of(), pages.complaints());
        }
    }

    /** Its files, its name for itself and what it says when it fails. */
    private static void prepare(LinuxTree host) throws Exception {
        Files.write(host.file("/root/corpus"), HostileOutput.bytes());
        String some = String.join(
                " ",
                HostileOutput.LINES.stream()
                        .map(line -> line.replace("\u0000", ""))
                        .toList());
        Path release = host.file("/etc/os-release");
        Files.writeString(
                release,
                Files.readString(release).replaceAll("(?m)^PRETTY_NAME=.*$", "") + "PRETTY_NAME='"
                        + some.replace("'", "") + "'\n");
        Path conf = host.file("/etc/libvirt/libvirtd.conf");
        String comments = HostileOutput.LINES.stream()
                .map(line -> "# " + line.replaceAll("[\\x00\\n\\r]", "") + "\n")
                .collect(Collectors.joining());
        String text = Files.readString(conf);
        int changed = text.indexOf("listen_tcp");
        int lineStart = text.lastIndexOf('\n', changed) + 1;
        // Within the lines that a diff shows around the change.
        Files.writeString(conf, text.substring(0, lineStart) + comments + text.substring(lineStart) + comments);
        Path systemctl = host.file("/usr/bin/systemctl");
        Path program = Files.exists(systemctl) ? systemctl : host.file("/.upper/bin/systemctl");
        Files.writeString(
                program,
                Files.readString(program)
                        .replace(
                                "\nverb=$1\n",
                                "\n[ \"$1\" != restart ] || { cat /root/corpus; head -c 6000 /root/corpus >&2; exit 1; }"
                                        + "\nverb=$1\n"));
    }

    private static void seesEveryLine(RunningOstler ostler, String run) throws Exception {
        String text =
                ok(ostler.get("/api/runs/" + run + "/transcript?limit=1000")).toString();
        for (String word : List.of("sets the title", "a link", "clears the screen", "plane one", "many parameters")) {
            assertTrue(text.contains(word), word + " is not in the transcript");
        }
    }

    private static String firstLine(RunningOstler ostler, String run) throws Exception {
        for (JsonNode record :
                ok(ostler.get("/api/runs/" + run + "/transcript?limit=1000")).path("records")) {
            if (record.path("text").asText().startsWith("</script>")) {
                return record.path("number").asText();
            }
        }
        throw new AssertionError("the first hostile line is not in the transcript");
    }

    private static void terminal(RunningOstler ostler, OstlerPages pages) throws Exception {
        pages.open("console.xhtml?host=" + hostId(ok(ostler.get("/api/inventory"))));
        pages.page().locator("[id$=reason]").fill("look at what it prints");
        pages.press("Open a terminal");
        Locator rows = pages.page().locator("#terminal .xterm-rows");
        rows.getByText("#").first().waitFor();
        pages.page().keyboard().type("head -c 20000 /root/corpus; echo; echo still-$((40+2))\n");
        rows.getByText("still-42").first().waitFor();
        assertHarmless(pages);
        assertEquals(0, pages.page().locator("#terminal a").count());
        pages.press("End session");
    }

    private static void assertHarmless(OstlerPages pages) {
        assertEquals(List.of(), pages.page().evaluate(HARM), pages.page().url());
    }

    private static String hostId(JsonNode inventory) {
        for (JsonNode host : inventory.findParents("address")) {
            if (host.path("name").asText().equals("hostile-host")) {
                return host.path("id").asText();
            }
        }
        throw new AssertionError("hostile-host is not in " + inventory);
    }
}
