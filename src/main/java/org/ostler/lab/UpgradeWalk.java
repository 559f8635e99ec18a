package org.ostler.lab;

import static org.ostler.lab.OstlerCalls.demand;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A rolling upgrade of the practice lab's pool as a person would do it, by Ostler's REST API: plan, approve, run, answer
 * gates, be the technician, mend known troubles, and afterwards check every promise.
 */
public final class UpgradeWalk {
    private static final String GUIDE = "xenserver-rolling-upgrade";

    /** Between two looks. Smaller: needless load. Larger: the whole upgrade takes that much longer per gate. */
    private static final Duration BETWEEN = Duration.ofMillis(500);

    /** How often one trouble of one step is mended: once per VM of a host and some to spare. */
    private static final int MENDS = 20;

    /** How long Ostler may be away in the middle. Smaller: a restart ends the walk. Larger: its end is told later. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Set<String> OVER = Set.of("SUCCEEDED", "CANCELLED", "ROLLED_BACK", "ABANDONED");

    private final OstlerCalls calls;
    private final UpgradePool pool;
    private final XenVersion to;
    private final Map<String, String> shown = new HashMap<>();
    private final Map<String, Integer> mends = new HashMap<>();
    private final Set<String> inserted = new HashSet<>();

    private UpgradeWalk(OstlerCalls calls, UpgradePool pool, XenVersion to) {
        this.calls = calls;
        this.pool = pool;
        this.to = to;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Instant began = Instant.now();
        try {
            UpgradeWish wish = UpgradeWish.of(arguments, System.getenv());
            walk(new OstlerCalls(System.getenv()), wish, began.plus(wish.limit()));
            say("everything is as promised, after "
                    + Duration.between(began, Instant.now()).toSeconds() + " s");
        } catch (IllegalArgumentException wrong) {
            System.err.println("rolling-upgrade.sh: " + wrong.getMessage());
            System.exit(2);
        } catch (OstlerCalls.Broken broken) {
            say("NOT AS PROMISED: " + broken.getMessage());
            System.exit(1);
        }
    }

    private static void walk(OstlerCalls calls, UpgradeWish wish, Instant deadline) throws InterruptedException {
        waitUntilReady(calls);
        UpgradePool pool = new UpgradePool(calls, wish.cluster());
        XenVersion from = pool.version();
        demand(
                wish.from().map(from::equals).orElse(true),
                "the hosts run " + UpgradeWish.release(from) + ", so no upgrade begins at "
                        + wish.from().map(UpgradeWish::release).orElse(""));
        XenVersion to = wish.to().orElseGet(pool::scenarioTo);
        Set<String> running = pool.runningVms();
        UpgradeWalk walk = new UpgradeWalk(calls, pool, to);
        JsonNode plan = walk.plan(from);
        JsonNode run = calls.post("/api/runs", Map.of("plan", plan.path("id").asText()));
        say("run " + run.path("number").asText() + " of plan "
                + plan.path("number").asText() + " has started");
        JsonNode ended = walk.follow(run.path("id").asText(), deadline);
        say("steps: " + UpgradePromises.demandSteps(ended));
        say("audit: " + patiently(() -> UpgradePromises.demandAudit(calls, ended)));
        patiently(() -> {
            pool.demandUpgraded(to, running);
            return ended;
        });
        say("hosts: " + pool.hosts() + " run XenServer " + to.product() + "; " + running.size() + " VMs run as before");
    }

    private static void waitUntilReady(OstlerCalls calls) throws InterruptedException {
        Instant deadline = Instant.now().plus(OstlerCalls.ANSWER);
        while (!calls.isReady()) {
            demand(
                    Instant.now().isBefore(deadline),
                    calls.url() + "/health/ready is not 200 within " + OstlerCalls.ANSWER.toMinutes() + " min");
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    private JsonNode plan(XenVersion from) {
        String present = UpgradeWish.release(from);
        String wanted = UpgradeWish.release(to);
        say("cluster " + pool.cluster() + ": XenServer " + present + " is to become " + wanted);
        Map<String, Object> settings = Map.of("from-version", present, "to-version", wanted);
        JsonNode plan =
                calls.post("/api/plans", Map.of("guide", GUIDE, "cluster", pool.cluster(), "settings", settings));
        say("plan " + plan.path("number").asText() + " has "
                + plan.path("steps").size() + " steps and "
                + plan.path("checks").size() + " checks, digest "
                + plan.path("digest").asText());
        List<String> blocking = new ArrayList<>();
        for (JsonNode check : plan.path("checks")) {
            String verdict = check.path("verdict").asText();
            String line = verdict + " · " + check.path("target").path("name").asText() + " · "
                    + check.path("title").asText() + ": " + check.path("seen").asText() + " · "
                    + check.path("remedy").asText();
            if (!verdict.equals("pass")) {
                say("  " + line);
            }
            if (!verdict.equals("pass") && !verdict.equals("warn")) {
                blocking.add(line);
            }
        }
        String refusal = plan.path("refusal").asText("");
        demand(refusal.isEmpty() || refusal.equals("null"), "the plan cannot be approved: " + refusal);
        demand(blocking.isEmpty(), "checks do not pass: " + blocking);
        UpgradePromises.demandDistinctSteps(plan);
        JsonNode approved = calls.post(
                "/api/plans/" + plan.path("id").asText() + "/approval",
                Map.of("digest", plan.path("digest").asText()));
        String state = approved.path("state").asText();
        demand(state.equals("APPROVED"), "the plan is " + state + " after its approval");
        return approved;
    }

    private JsonNode follow(String id, Instant deadline) throws InterruptedException {
        while (true) {
            JsonNode run = patiently(() -> look(id, deadline));
            if (OVER.contains(run.path("state").asText())) {
                return run;
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    /** Looks again while Ostler is away: it may have been restarted. What a look finds done is not done once more. */
    private static <T> T patiently(Supplier<T> look) throws InterruptedException {
        Instant asked = Instant.now();
        while (true) {
            try {
                return look.get();
            } catch (OstlerCalls.Away away) {
                demand(asked.plus(PATIENCE).isAfter(Instant.now()), "Ostler is away: " + away.getMessage());
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    /** One look at the run, and an answer to whatever waits. */
    private JsonNode look(String id, Instant deadline) {
        JsonNode run = calls.get("/api/runs/" + id);
        String state = run.path("state").asText();
        show(run);
        if (OVER.contains(state)) {
            demand(
                    state.equals("SUCCEEDED"),
                    "the run ended " + state + ": " + run.path("stateReason").asText());
            return run;
        }
        demand(
                Instant.now().isBefore(deadline),
                "the run is still " + state + "; it stands at " + UpgradePromises.standing(run));
        for (JsonNode step : run.path("steps")) {
            switch (step.path("state").asText()) {
                case "WAITING" -> answer(id, step);
                case "FAILED" -> mend(id, step);
                case "STALE", "OUTCOME_UNKNOWN" ->
                    throw new OstlerCalls.Broken(step.path("id").asText() + " is "
                            + step.path("state").asText() + ": "
                            + step.path("trouble").path("what").asText() + " "
                            + step.path("progress").asText());
                default -> {}
            }
        }
        return run;
    }

    private void show(JsonNode run) {
        for (JsonNode step : run.path("steps")) {
            String state = step.path("state").asText();
            String id = step.path("id").asText();
            if (!state.equals(shown.put(id, state)) && !state.equals("PENDING")) {
                say(String.format("%-15s %s · %s", state, id, step.path("title").asText()));
            }
        }
    }

    private void answer(String run, JsonNode step) {
        JsonNode gate = step.path("gate");
        if (gate.isMissingNode() || gate.isNull()) {
            return;
        }
        String id = step.path("id").asText();
        boolean installation = step.path("key").asText().equals("install-new-version");
        if (installation && !install(step.path("target").path("name").asText())) {
            return;
        }
        boolean open = false;
        for (JsonNode found : gate.path("evidence")) {
            open |= found.path("verdict").asText().matches("(?i)fail|unknown");
        }
        if (installation || open) {
            OstlerCalls.Reply looked = calls.act(run, id, "look", Map.of("note", "the script looks again"));
            gate = UpgradePromises.stepOf(looked.json(), id).path("gate");
            if (gate.isMissingNode() || gate.isNull()) {
                return;
            }
        }
        String note = installation ? "The technician has installed it." : "Looked at by the script.";
        OstlerCalls.Reply reply = calls.act(
                run,
                id,
                "confirm",
                Map.of("note", note, "version", gate.path("version").asLong()));
        demand(
                reply.isGood() || reply.status() == 409,
                "the gate of " + id + " answered " + reply.status() + ": " + reply.body());
        if (reply.isGood()) {
            say("  gate: " + gate.path("question").asText() + " Go on.");
        }
    }

    /** The technician's part. Returns whether the host runs the new version, and its new host key is accepted. */
    private boolean install(String host) {
        JsonNode seen = pool.technician(host);
        String power = seen.path("power").asText();
        if (!seen.path("version").asText().equals(to.product())) {
            if (power.equals("off")) {
                pool.order(host, "power", Map.of("power", "on"));
            } else if (power.equals("on") && inserted.add(host)) {
                say("  technician: inserts XenServer " + to.product() + " into " + host + " and restarts it");
                pool.order(host, "installer", Map.of("version", to.product(), "newHostKey", true));
                pool.order(host, "power", Map.of("power", "cycle"));
            }
            return false;
        }
        if (!power.equals("on")) {
            return false;
        }
        String path = "/api/hosts/" + OstlerCalls.encoded(host) + "/host-key";
        String onTheScreen = seen.path("fingerprint").asText();
        JsonNode keys = calls.get(path);
        String offered = keys.path("offered").path("fingerprint").asText();
        if (!offered.isEmpty()
                && !keys.path("accepted").path("fingerprint").asText().equals(onTheScreen)) {
            demand(
                    offered.equals(onTheScreen),
                    host + " shows the key " + onTheScreen + ", but Ostler was offered " + offered);
            calls.post(path, Map.of("fingerprint", onTheScreen, "replacing", true));
            say("  host key of " + host + " compared with its screen and accepted: " + onTheScreen);
        }
        return true;
    }

    private void mend(String run, JsonNode step) {
        String id = step.path("id").asText();
        JsonNode trouble = step.path("trouble");
        String what = id + ": " + trouble.path("what").asText() + " "
                + trouble.path("output").asText().strip();
        JsonNode remedy = trouble.path("mends").path(0);
        demand(!remedy.isMissingNode(), "a step failed and nothing is known to mend it: " + what);
        String mend = remedy.path("key").asText();
        int times = mends.merge(id + " " + mend, 1, Integer::sum);
        demand(times <= MENDS, "mended " + MENDS + " times by " + mend + " and still failing: " + what);
        say("  trouble: " + what);
        OstlerCalls.Reply reply =
                calls.act(run, id, "mend", Map.of("mend", mend, "note", "The script uses the known remedy."));
        demand(
                reply.isGood() || reply.status() == 409,
                "the mend " + mend + " answered " + reply.status() + ": " + reply.body());
        say("  mend: " + remedy.path("title").asText());
    }

    private static void say(String line) {
        System.out.println(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + " " + line);
    }
}
