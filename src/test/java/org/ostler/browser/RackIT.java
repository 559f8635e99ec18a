package org.ostler.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.RunningOstler;

/**
 * A whole rack in one run, with somebody watching it: {@code mvn verify -Dit.test=RackIT -Drack.hosts=50}. Takes
 * minutes and prints figures, so it runs only when it is asked for; {@code -Drack.part=libvirt} takes a part of the
 * guide.
 */
@EnabledIfSystemProperty(named = "rack.hosts", matches = "\\d+")
final class RackIT {
    /** What the server may take of a machine's memory. */
    private static final long MOST_KIB = 1024 * 1024;

    private static final Pattern MEMORY = Pattern.compile("(VmRSS|VmHWM):\\s+(\\d+) kB");

    @TempDir
    Path directory;

    private final List<String> figures = Collections.synchronizedList(new ArrayList<>());

    @Test
    void isPreparedInOneRunAndCanBeWatched() throws Exception {
        String hosts = System.getProperty("rack.hosts");
        String part = System.getProperty("rack.part", "everything");
        try (RunningOstler ostler = RunningOstler.start(directory.resolve("data"), Map.of("OSTLER_LAB_RACK", hosts));
                OstlerPages pages = new OstlerPages(ostler)) {
            pages.signIn("admin", RunningOstler.PASSWORD);
            memory(ostler, "idle");
            long from = System.nanoTime();
            JsonNode plan = ok(ostler.post(
                    "/api/plans",
                    "{\"guide\":\"kvm-host\",\"cluster\":\"kvm-rack\",\"settings\":{\"part\":\"" + part
                            + "\",\"network\":\"configure\",\"domain\":\"lab.example\"}}"));
            tell("plan of " + hosts + " hosts, " + plan.path("steps").size() + " steps", from);
            memory(ostler, "planned");
            String number = plan.path("number").asText();
            weigh(ostler, pages, "plan", "plan.xhtml?id=" + number);
            pages.open("plan.xhtml?id=" + number);
            pages.look("rack-plan");
            ok(ostler.post(
                    "/api/plans/" + number + "/approval",
                    "{\"digest\":\"" + plan.path("digest").asText() + "\"}"));
            watch(ostler, pages, number);
            report();
            assertTrue(memory(ostler, "at the end") <= MOST_KIB, figures::toString);
            assertEquals(List.of(), pages.complaints());
        } finally {
            report();
        }
    }

    private void watch(RunningOstler ostler, OstlerPages pages, String plan) throws Exception {
        long from = System.nanoTime();
        String run = ok(ostler.post("/api/runs", "{\"plan\":\"" + plan + "\"}"))
                .path("number")
                .asText();
        pages.open("run.xhtml?id=" + run);
        pages.page().evaluate("() => performance.setResourceTimingBufferSize(20000)");
        int looks = 0;
        while (true) {
            JsonNode now = ok(ostler.get("/api/runs/" + run));
            String state = now.path("state").asText();
            if (Set.of("SUCCEEDED", "FAILED", "CANCELLED", "ABANDONED").contains(state)) {
                tell("run: " + state, from);
                updates(pages);
                weigh(ostler, pages, "run over", "run.xhtml?id=" + run);
                weigh(ostler, pages, "run over, one host", "run.xhtml?id=" + run + "&host=rack02");
                pages.open("run.xhtml?id=" + run);
                pages.look("rack-run-over");
                assertEquals("SUCCEEDED", state, () -> now.path("stateReason").asText());
                break;
            }
            answer(ostler, run, now);
            if (++looks % 20 == 6) {
                memory(ostler, "running");
                weigh(ostler, pages, "run", "run.xhtml?id=" + run);
                weigh(ostler, pages, "home", "index.xhtml");
                pages.look("rack-run");
            }
            TimeUnit.SECONDS.sleep(2);
        }
        report();
    }

    /** What the page fetched while it was looked at, as the browser counts it: reading each would slow it down. */
    private void updates(OstlerPages pages) {
        figures.add("live updates of the page: "
                + pages.page()
                        .evaluate("() => { const all = performance.getEntriesByType('resource')"
                                + ".filter(one => one.name.includes('run.xhtml'));"
                                + " const sizes = all.map(one => one.encodedBodySize); const took = all.map(one => one.duration);"
                                + " return all.length + ', largest ' + Math.round(Math.max(0, ...sizes) / 1024) + ' KiB, slowest '"
                                + " + Math.round(Math.max(0, ...took)) + ' ms'; }"));
    }

    /** The person at the gates. */
    private static void answer(RunningOstler ostler, String run, JsonNode now) throws Exception {
        for (JsonNode step : now.path("steps")) {
            String path = "/api/runs/" + run + "/steps/" + step.path("id").asText();
            switch (step.path("state").asText()) {
                case "WAITING" -> ostler.post(path + "/confirm", "{\"note\":\"seen in the rehearsal\"}");
                case "STALE" -> {
                    String digest =
                            ostler.get(path + "/restated").body().path("digest").asText();
                    ostler.post(
                            path + "/reapprove", "{\"note\":\"seen in the rehearsal\",\"digest\":\"" + digest + "\"}");
                }
                default -> {
                    // It goes on by itself.
                }
            }
        }
    }

    private void weigh(RunningOstler ostler, OstlerPages pages, String name, String path) {
        long best = Long.MAX_VALUE;
        APIResponse answer = null;
        for (int i = 0; i < 3; i++) {
            long from = System.nanoTime();
            answer = pages.page().request().get(ostler.url() + "/" + path);
            best = Math.min(best, System.nanoTime() - from);
        }
        figures.add(String.format(
                Locale.ROOT,
                "page %s: %d KiB, best of 3 %d ms",
                name,
                answer.body().length / 1024,
                TimeUnit.NANOSECONDS.toMillis(best)));
    }

    private void tell(String what, long from) {
        figures.add(String.format(Locale.ROOT, "%s: %.1f s", what, (System.nanoTime() - from) / 1e9));
    }

    /** @return the most it ever had, in KiB */
    private long memory(RunningOstler ostler, String when) throws Exception {
        String pid = Files.readString(ostler.data().resolve("server.pid")).strip();
        Matcher matcher = MEMORY.matcher(Files.readString(Path.of("/proc", pid, "status")));
        long most = 0;
        StringBuilder words = new StringBuilder("server " + when + ":");
        while (matcher.find()) {
            most = Math.max(most, Long.parseLong(matcher.group(2)));
            words.append(' ')
                    .append(matcher.group(1))
                    .append(' ')
                    .append(Long.parseLong(matcher.group(2)) / 1024)
                    .append(" MiB");
        }
        figures.add(words.toString());
        report();
        return most;
    }

    private void report() throws Exception {
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/rack.txt"), figures);
    }
}
