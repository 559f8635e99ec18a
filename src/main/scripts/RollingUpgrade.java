import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rolling upgrade of the practice lab's pool as a person would do it, by Ostler's REST API: plan, approve, run, answer
 * gates, be the technician, mend known troubles, and afterwards check every promise. Needs nothing but a JDK.
 */
public final class RollingUpgrade {
    private static final String GUIDE = "xenserver-rolling-upgrade";

    /** Between two looks. Smaller: needless load. Larger: the whole upgrade takes that much longer per gate. */
    private static final Duration BETWEEN = Duration.ofMillis(500);

    /** For one answer. Smaller: planning, which looks at every host, is cut off. Larger: a hanging server is found late. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /** How often one trouble of one step is mended: once per VM of a host and some to spare. */
    private static final int MENDS = 20;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private static final Set<String> OVER = Set.of("SUCCEEDED", "CANCELLED", "ROLLED_BACK", "ABANDONED");

    /** How long Ostler may be away in the middle. Smaller: a restart ends the script. Larger: its end is told later. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Something is not as promised; the message says what. */
    private static class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /** Ostler does not answer, or not yet: it may have been restarted. What was asked for is looked up, never repeated blindly. */
    private static final class Away extends Broken {
        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message);
        }
    }

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String ostler;
    private final String authorization;
    private final Map<String, String> technicians = new LinkedHashMap<>();
    private final Map<String, String> shown = new HashMap<>();
    private final Map<String, Integer> mends = new HashMap<>();
    private final Set<String> inserted = new HashSet<>();
    private String cluster = "";
    private String lab = "";
    private String to = "";

    private RollingUpgrade(Map<String, String> environment) {
        ostler = environment.get("OSTLER_URL").replaceAll("/+$", "");
        String user = environment.get("OSTLER_USER") + ":" + environment.get("OSTLER_PASSWORD");
        authorization = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Instant began = Instant.now();
        try {
            new RollingUpgrade(environment).upgrade(environment);
            say("everything is as promised, after " + Duration.between(began, Instant.now()).toSeconds() + " s");
        } catch (Broken broken) {
            say("NOT AS PROMISED: " + broken.getMessage());
            System.exit(1);
        }
    }

    private void upgrade(Map<String, String> environment) throws InterruptedException {
        Instant deadline = Instant.now()
                .plus(Duration.ofMinutes(Long.parseLong(environment.getOrDefault("OSTLER_UPGRADE_MINUTES", "60"))));
        waitUntilReady();
        readInventory(environment.getOrDefault("OSTLER_CLUSTER", ""));
        Set<String> running = runningVms();
        Node plan = plan();
        Node run = call("POST", "/api/runs", Map.of("plan", plan.text("id")));
        say("run " + run.text("number") + " of plan " + plan.text("number") + " has started");
        run = follow(run.text("id"), deadline);
        checkSteps(run);
        checkAudit(run);
        checkHosts(running);
    }

    private void waitUntilReady() throws InterruptedException {
        Instant deadline = Instant.now().plus(ANSWER);
        while (send("GET", ostler + "/health/ready", null, false).status() != 200) {
            demand(Instant.now().isBefore(deadline), ostler + "/health/ready is not 200 within " + ANSWER.toMinutes() + " min");
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    private void readInventory(String wanted) {
        for (Node zone : call("GET", "/api/inventory", null).list("zones")) {
            for (Node pod : zone.list("pods")) {
                for (Node candidate : pod.list("clusters")) {
                    boolean named = wanted.isEmpty() || candidate.text("name").equals(wanted);
                    if (cluster.isEmpty() && named && candidate.text("hypervisor").equals("XENSERVER")) {
                        cluster = candidate.text("name");
                        candidate.list("hosts").forEach(host -> technicians.put(host.text("name"), host.text("outOfBand")));
                    }
                }
            }
        }
        demand(!cluster.isEmpty(), "the inventory has no XenServer cluster" + (wanted.isEmpty() ? "" : " " + wanted));
        technicians.forEach((host, url) -> demand(url.startsWith("http"), host + " has no technician as its out-of-band address"));
        String first = technicians.values().iterator().next();
        lab = first.substring(0, first.lastIndexOf("/hosts/"));
    }

    /** The guide's name of a product version. */
    private static String release(String product) {
        return product.equals("5.6.100") ? "5.6 SP2" : product;
    }

    private Node plan() {
        Node data = send("GET", lab + "/hosts", null, false).node();
        to = data.text("scenarioTo");
        String from = technician(technicians.keySet().iterator().next()).text("version");
        say("cluster " + cluster + ": XenServer " + release(from) + " is to become " + release(to));
        Map<String, Object> settings = Map.of("from-version", release(from), "to-version", release(to));
        Node plan = call("POST", "/api/plans", Map.of("guide", GUIDE, "cluster", cluster, "settings", settings));
        say("plan " + plan.text("number") + " has " + plan.list("steps").size() + " steps and "
                + plan.list("checks").size() + " checks, digest " + plan.text("digest"));
        List<String> blocking = new ArrayList<>();
        for (Node check : plan.list("checks")) {
            if (!check.text("verdict").equals("pass")) {
                String line = check.text("verdict") + " · " + check.at("target").text("name") + " · " + check.text("title")
                        + ": " + check.text("seen") + " · " + check.text("remedy");
                say("  " + line);
                if (!check.text("verdict").equals("warn")) {
                    blocking.add(line);
                }
            }
        }
        demand(plan.text("refusal").isEmpty(), "the plan cannot be approved: " + plan.text("refusal"));
        demand(blocking.isEmpty(), "checks do not pass: " + blocking);
        Set<String> ids = new HashSet<>();
        plan.list("steps").forEach(step -> demand(ids.add(step.text("id")), "two steps have the id " + step.text("id")));
        plan = call("POST", "/api/plans/" + plan.text("id") + "/approval", Map.of("digest", plan.text("digest")));
        demand(plan.text("state").equals("APPROVED"), "the plan is " + plan.text("state") + " after its approval");
        return plan;
    }

    private Node follow(String id, Instant deadline) throws InterruptedException {
        Instant heard = Instant.now();
        while (true) {
            try {
                Node run = look(id, deadline);
                if (OVER.contains(run.text("state"))) {
                    return run;
                }
                heard = Instant.now();
            } catch (Away away) {
                demand(heard.plus(PATIENCE).isAfter(Instant.now()), "Ostler is away: " + away.getMessage());
            }
            Thread.sleep(BETWEEN.toMillis());
        }
    }

    /** One look at the run, and an answer to whatever waits. */
    private Node look(String id, Instant deadline) throws InterruptedException {
        Node run = call("GET", "/api/runs/" + id, null);
        show(run);
        if (OVER.contains(run.text("state"))) {
            demand(run.text("state").equals("SUCCEEDED"), "the run ended " + run.text("state") + ": " + run.text("stateReason"));
            return run;
        }
        demand(Instant.now().isBefore(deadline), "the run is still " + run.text("state") + "; it stands at " + standing(run));
        for (Node step : run.list("steps")) {
            switch (step.text("state")) {
                case "WAITING" -> answer(id, step);
                case "FAILED" -> mend(id, step);
                case "STALE", "OUTCOME_UNKNOWN" -> throw new Broken(step.text("id") + " is " + step.text("state")
                        + ": " + step.at("trouble").text("what") + " " + step.text("progress"));
                default -> { }
            }
        }
        return run;
    }

    private void show(Node run) {
        for (Node step : run.list("steps")) {
            String state = step.text("state");
            if (!state.equals(shown.put(step.text("id"), state)) && !state.equals("PENDING")) {
                say(String.format("%-15s %s · %s", state, step.text("id"), step.text("title")));
            }
        }
    }

    private static String standing(Node run) {
        List<String> steps = new ArrayList<>();
        for (Node step : run.list("steps")) {
            if (!Set.of("PENDING", "SUCCEEDED", "SKIPPED").contains(step.text("state"))) {
                steps.add(step.text("id") + " " + step.text("state") + " " + step.text("progress"));
            }
        }
        return steps.toString();
    }

    private void answer(String run, Node step) throws InterruptedException {
        Node gate = step.at("gate");
        if (gate.isMissing()) {
            return;
        }
        String host = step.at("target").text("name");
        boolean installation = step.text("key").equals("install-new-version");
        if (installation && !install(host)) {
            return;
        }
        boolean open = gate.list("evidence").stream().anyMatch(found -> found.text("verdict").matches("(?i)fail|unknown"));
        if (installation || open) {
            gate = stepOf(act(run, step, "look", Map.of("note", "the script looks again")).node(), step).at("gate");
            if (gate.isMissing()) {
                return;
            }
        }
        Map<String, Object> yes = new LinkedHashMap<>();
        yes.put("note", installation ? "The technician has installed it." : "Looked at by the script.");
        yes.put("version", Long.parseLong(gate.text("version")));
        Reply reply = act(run, step, "confirm", yes);
        if (reply.status() < 300) {
            say("  gate: " + gate.text("question") + " Go on.");
        } else {
            demand(reply.status() == 409, "the gate of " + step.text("id") + " answered " + reply.status() + ": " + reply.body());
        }
    }

    private static Node stepOf(Node run, Node step) {
        return run.list("steps").stream()
                .filter(one -> one.text("id").equals(step.text("id")))
                .findFirst()
                .orElseThrow(() -> new Broken("the run has lost its step " + step.text("id")));
    }

    /** The technician's part. Returns whether the host runs the new version, and its new host key is accepted. */
    private boolean install(String host) {
        Node seen = technician(host);
        if (!seen.text("version").equals(to)) {
            if (seen.text("power").equals("off")) {
                order(host, "power", Map.of("power", "on"));
            } else if (seen.text("power").equals("on") && inserted.add(host)) {
                say("  technician: inserts XenServer " + to + " into " + host + " and restarts it");
                order(host, "installer", Map.of("version", to, "newHostKey", true));
                order(host, "power", Map.of("power", "cycle"));
            }
            return false;
        }
        if (!seen.text("power").equals("on")) {
            return false;
        }
        String path = "/api/hosts/" + encoded(host) + "/host-key";
        String onTheScreen = seen.text("fingerprint");
        Node keys = call("GET", path, null);
        String offered = keys.at("offered").text("fingerprint");
        if (!offered.isEmpty() && !keys.at("accepted").text("fingerprint").equals(onTheScreen)) {
            demand(offered.equals(onTheScreen), host + " shows the key " + onTheScreen + ", but Ostler was offered " + offered);
            call("POST", path, Map.of("fingerprint", onTheScreen, "replacing", true));
            say("  host key of " + host + " compared with its screen and accepted: " + onTheScreen);
        }
        return true;
    }

    private void mend(String run, Node step) {
        Node trouble = step.at("trouble");
        String what = step.text("id") + ": " + trouble.text("what") + " " + trouble.text("output").strip();
        List<Node> remedies = trouble.list("mends");
        demand(!remedies.isEmpty(), "a step failed and nothing is known to mend it: " + what);
        String mend = remedies.get(0).text("key");
        int times = mends.merge(step.text("id") + " " + mend, 1, Integer::sum);
        demand(times <= MENDS, "mended " + MENDS + " times by " + mend + " and still failing: " + what);
        say("  trouble: " + what);
        Reply reply = act(run, step, "mend", Map.of("mend", mend, "note", "The script uses the known remedy."));
        demand(reply.status() < 300 || reply.status() == 409, "the mend " + mend + " answered " + reply.status() + ": " + reply.body());
        say("  mend: " + remedies.get(0).text("title"));
    }

    private void checkSteps(Node run) {
        Map<String, Integer> states = new TreeMap<>();
        for (Node step : run.list("steps")) {
            states.merge(step.text("state"), 1, Integer::sum);
            demand(Set.of("SUCCEEDED", "SKIPPED").contains(step.text("state")), "the run succeeded, but " + step.text("id") + " is " + step.text("state"));
        }
        say("steps: " + states);
        for (Node paused : run.list("paused")) {
            demand(paused.text("restored").equals("true"), "still paused: " + paused.text("what") + " " + paused.text("problem"));
        }
    }

    private void checkAudit(Node run) {
        Set<String> told = new HashSet<>();
        Set<String> open = new TreeSet<>();
        String after = "0";
        int entries = 0;
        do {
            Node page = call("GET", "/api/audit?run=" + run.text("id") + "&order=oldest&limit=1000&after=" + after, null);
            for (Node entry : page.list("entries")) {
                entries++;
                told.add(entry.text("step"));
                String effect = entry.text("step") + " attempt " + entry.text("attempt") + " " + entry.text("command");
                if (entry.text("kind").equals("INTENT")) {
                    open.add(effect);
                } else if (entry.text("kind").equals("OUTCOME")) {
                    open.remove(effect);
                }
            }
            after = page.text("next");
        } while (!after.isEmpty());
        for (Node step : run.list("steps")) {
            demand(told.contains(step.text("id")), "the audit trail does not know the step " + step.text("id"));
        }
        demand(open.isEmpty(), "the audit trail has intents without an outcome: " + open);
        Node verification = call("GET", "/api/audit/verify", null);
        demand(verification.text("valid").equals("true"), "the audit trail does not verify: " + verification);
        say("audit: " + entries + " entries of this run, every step among them; the chain of " + verification.text("entries") + " is valid");
    }

    private void checkHosts(Set<String> before) {
        Node looked = call("POST", "/api/facts", Map.of("cluster", cluster, "hosts", List.of()));
        for (Node host : looked.list("hosts")) {
            demand(host.toString().contains("PRODUCT_VERSION='" + to + "'"), host.text("name") + " does not say to Ostler that it runs " + to);
        }
        for (String host : technicians.keySet()) {
            Node seen = technician(host);
            demand(seen.text("version").equals(to), host + " runs " + seen.text("version"));
            demand(seen.text("power").equals("on"), host + " is " + seen.text("power"));
        }
        Set<String> lost = new TreeSet<>(before);
        lost.removeAll(runningVms());
        demand(lost.isEmpty(), "these VMs ran before and do not run now: " + lost);
        String managed = send("GET", lab + "/api/state", null, false).node().at("cloudstack").at("clusters").text(cluster);
        demand(managed.equals("Managed"), "CloudStack says that the cluster is " + managed);
        say("hosts: " + technicians.keySet() + " run XenServer " + to + "; " + before.size() + " VMs run as before");
    }

    private Set<String> runningVms() {
        Set<String> running = new TreeSet<>();
        for (String host : technicians.keySet()) {
            technician(host).list("vms").stream()
                    .filter(vm -> vm.text("state").equals("running"))
                    .forEach(vm -> running.add(vm.text("name")));
        }
        return running;
    }

    private Node technician(String host) {
        return checked("GET", technicians.get(host), send("GET", technicians.get(host), null, false));
    }

    private void order(String host, String what, Map<String, Object> order) {
        String url = technicians.get(host) + "/" + what;
        checked("POST", url, send("POST", url, order, false));
    }

    private Reply act(String run, Node step, String verb, Map<String, Object> body) {
        return send("POST", ostler + "/api/runs/" + run + "/steps/" + encoded(step.text("id")) + "/" + verb, body, true);
    }

    private Node call(String method, String path, Object body) {
        return checked(method, path, send(method, ostler + path, body, true));
    }

    private static Node checked(String method, String path, Reply reply) {
        demand(reply.status() / 100 == 2, method + " " + path + " answered " + reply.status() + ": " + reply.body());
        return reply.node();
    }

    private record Reply(int status, String body) {
        Node node() {
            return new Node(new Parser(body).value());
        }
    }

    private Reply send(String method, String url, Object body, boolean signedIn) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .method(method, body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(new Node(body).toString()));
        if (signedIn) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
            if (signedIn && answer.statusCode() >= 400 && !json) {
                throw new Away(method + " " + url + " answered " + answer.statusCode() + " and no JSON");
            }
            return new Reply(answer.statusCode(), answer.body());
        } catch (IOException lost) {
            if (signedIn) {
                throw new Away(method + " " + url + ": " + lost);
            }
            return new Reply(0, lost.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Broken("interrupted");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void demand(boolean promise, String otherwise) {
        if (!promise) {
            throw new Broken(otherwise);
        }
    }

    private static void say(String line) {
        System.out.println(LocalTime.now().format(CLOCK) + " " + line);
    }

    /** A JSON value: maps, lists, texts; numbers and booleans as texts are enough here. */
    private record Node(Object value) {
        Node at(String name) {
            return new Node(value instanceof Map<?, ?> map ? map.get(name) : null);
        }

        /** Empty for what is missing. */
        String text(String name) {
            Object found = at(name).value();
            return found == null ? "" : new Node(found).plain();
        }

        boolean isMissing() {
            return value == null;
        }

        List<Node> list(String name) {
            return at(name).value() instanceof List<?> list ? list.stream().map(Node::new).toList() : List.of();
        }

        private String plain() {
            return value instanceof String text ? text : toString();
        }

        @Override
        public String toString() {
            if (value instanceof Map<?, ?> map) {
                List<String> fields = new ArrayList<>();
                map.forEach((key, field) -> fields.add(quoted(String.valueOf(key)) + ":" + new Node(field)));
                return "{" + String.join(",", fields) + "}";
            }
            if (value instanceof List<?> list) {
                return "[" + String.join(",", list.stream().map(item -> new Node(item).toString()).toList()) + "]";
            }
            return value instanceof String text ? quoted(text) : String.valueOf(value);
        }

        private static String quoted(String text) {
            StringBuilder out = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
            return out.append('"').toString();
        }
    }

    /** Reads JSON; what is none becomes a text. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Object value() {
            blanks();
            if (at >= text.length()) {
                return null;
            }
            char c = text.charAt(at);
            if (c == '{') {
                Map<String, Object> map = new LinkedHashMap<>();
                at++;
                while (!ends('}')) {
                    String key = String.valueOf(value());
                    ends(':');
                    map.put(key, value());
                }
                return map;
            }
            if (c == '[') {
                List<Object> list = new ArrayList<>();
                at++;
                while (!ends(']')) {
                    list.add(value());
                }
                return list;
            }
            return c == '"' ? string() : word();
        }

        /** Passes over blanks and commas; at this character passes over it too. */
        private boolean ends(char end) {
            blanks();
            while (at < text.length() && text.charAt(at) == ',') {
                at++;
                blanks();
            }
            if (at >= text.length() || text.charAt(at) == end) {
                at++;
                return true;
            }
            return false;
        }

        private Object word() {
            int from = at;
            while (at < text.length() && ",]} \n\r\t:".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == from) {
                at++;
            }
            String word = text.substring(from, at);
            return word.equals("null") ? null : word;
        }

        private String string() {
            StringBuilder out = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c != '\\') {
                    out.append(c);
                    continue;
                }
                char escaped = text.charAt(at++);
                switch (escaped) {
                    case 'n' -> out.append('\n');
                    case 't' -> out.append('\t');
                    case 'r' -> out.append('\r');
                    case 'b' -> out.append('\b');
                    case 'f' -> out.append('\f');
                    case 'u' -> {
                        out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                        at += 4;
                    }
                    default -> out.append(escaped);
                }
            }
            at++;
            return out.toString();
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
