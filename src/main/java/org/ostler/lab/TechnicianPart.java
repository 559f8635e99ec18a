package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * The technician: somebody in the data centre who inserts media, pulls cables and breaks things when asked. People
 * have a page, scripts the same by JSON; each host's address of it is its out-of-band address.
 */
final class TechnicianPart implements Part {
    private static final Map<String, String> ASSETS =
            Map.of("technician.css", "text/css; charset=utf-8", "technician.js", "text/javascript; charset=utf-8");

    private static final Map<String, String> PAGE_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Vary",
            "Accept");

    /** Smaller: the answer to the order is cut off with everything else. Larger: people wait and press again. */
    private static final Duration BEFORE_A_RESET = Duration.ofMillis(300);

    /** What one order does to one host. */
    @FunctionalInterface
    private interface Order {
        void carryOut(LabHost host, ObjectNode said);
    }

    /** Hosts whose network cable is out. */
    private final Set<String> unplugged = new TreeSet<>();

    private final Runnable reset;
    private DataCentre centre;
    private LabHttp http;

    /** @param reset asks for the whole lab to be built anew; returns at once */
    TechnicianPart(Runnable reset) {
        this.reset = reset;
    }

    @Override
    public String key() {
        return "technician";
    }

    @Override
    public void start(DataCentre owner) {
        centre = owner;
    }

    @Override
    public ObjectNode save() {
        ObjectNode saved = LabJson.object();
        synchronized (unplugged) {
            unplugged.forEach(saved.putArray("unplugged")::add);
        }
        saved.set("api", management().api().faults().save());
        return saved;
    }

    @Override
    public void restore(ObjectNode saved) {
        synchronized (unplugged) {
            saved.path("unplugged").forEach(name -> unplugged.add(name.asText()));
        }
        management().api().faults().restore(saved.path("api"));
    }

    /** Where people and scripts find the technician for this host. */
    String outOfBand(String host) {
        return http.url() + "/hosts/" + host;
    }

    @Override
    public void publish(ObjectNode lab) {
        new LabInventory(centre, management(), this).publish(lab);
    }

    @Override
    public void routes(LabHttp server) {
        http = server;
        server.route("GET", "/", request -> page());
        server.route("GET", "/hosts", request -> wantsPage(request) ? page() : LabHttp.Answer.json(hosts()));
        server.route(
                "GET",
                "/hosts/{host}",
                request -> wantsPage(request) ? page() : answered(request.path().get("host")));
        server.route("GET", "/assets/{file}", request -> asset(request.path().get("file")));
        order("installer", this::installer);
        order("power", this::power);
        order("cable", this::cable);
        order("tray", this::tray);
        order("ssh", TechnicianPart::ssh);
        order("slow", TechnicianPart::slow);
        order("disk", (host, said) -> host.files().full(flag(said, "full")));
        order("lose-answer", (host, said) -> host.faults().losesAnswer(text(said, "program")));
        server.route("POST", "/cloudstack", this::cloudStack);
        server.route("POST", "/mend-all", this::mendAll);
        server.route("POST", "/reset", request -> {
            json(request);
            centre.background("reset", () -> {
                Thread.sleep(BEFORE_A_RESET.toMillis());
                reset.run();
            });
            return LabHttp.Answer.json(202, LabJson.object().put("reset", "the data centre is built anew"));
        });
    }

    private ManagementPart management() {
        return centre.part(ManagementPart.class);
    }

    private void order(String what, Order order) {
        http.route("POST", "/hosts/{host}/" + what, request -> {
            ObjectNode said = json(request);
            String name = request.path().get("host");
            if (centre.hosts().stream().noneMatch(host -> host.name().equals(name))) {
                return LabHttp.Answer.json(404, LabJson.object().put("error", "the lab has no host " + name));
            }
            order.carryOut(centre.host(name), said);
            centre.changed();
            return answered(name);
        });
    }

    /** Only JSON: a page of another site cannot send that without asking first, and nobody answers such a question. */
    private static ObjectNode json(LabHttp.Request request) {
        String type = request.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new IllegalArgumentException("orders are sent as application/json");
        }
        return request.json();
    }

    private static boolean wantsPage(LabHttp.Request request) {
        return request.headers().entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Accept")
                        && header.getValue().contains("text/html"));
    }

    private static LabHttp.Answer page() {
        byte[] bytes = LabStore.text("technician/technician.html").getBytes(StandardCharsets.UTF_8);
        return new LabHttp.Answer(200, "text/html; charset=utf-8", bytes, PAGE_HEADERS);
    }

    private static LabHttp.Answer asset(String file) {
        String type = ASSETS.get(file);
        return type == null
                ? LabHttp.Answer.text(404, "nothing here")
                : new LabHttp.Answer(
                        200,
                        type,
                        LabStore.text("technician/" + file).getBytes(StandardCharsets.UTF_8),
                        Map.of("X-Content-Type-Options", "nosniff"));
    }

    private static String text(ObjectNode said, String name) {
        JsonNode value = said.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException("the order needs \"" + name + "\": text");
        }
        return value.asText();
    }

    private static boolean flag(ObjectNode said, String name) {
        if (!said.path(name).isBoolean()) {
            throw new IllegalArgumentException("the order needs \"" + name + "\": true or false");
        }
        return said.path(name).asBoolean();
    }

    private static int number(ObjectNode said, String name, int most) {
        JsonNode value = said.path(name);
        if (!value.isInt() || value.asInt() < 0 || value.asInt() > most) {
            throw new IllegalArgumentException("the order needs \"" + name + "\": a number from 0 to " + most);
        }
        return value.asInt();
    }

    /** {@code {"version": "6.0.2", "newHostKey": true}}; an empty version takes the medium out again. */
    private void installer(LabHost host, ObjectNode said) {
        if (!(host instanceof XenHost xen)) {
            throw new IllegalArgumentException(host.name() + " is no XenServer host");
        }
        String version = said.path("version").asText();
        if (version.isBlank()) {
            xen.ejectInstaller();
            return;
        }
        host.newHostKey(said.path("newHostKey").asBoolean(true));
        xen.insertInstaller(XenVersion.of(version));
    }

    /** {@code {"power": "on"}}, off or cycle. */
    private void power(LabHost host, ObjectNode said) {
        switch (text(said, "power")) {
            case "on" -> host.powerOn();
            case "off" -> host.powerOff();
            case "cycle" -> host.reboot();
            default -> throw new IllegalArgumentException("the power is on, off or cycle");
        }
    }

    /** {@code {"plugged": false}}: nobody gets in by network any more. */
    private void cable(LabHost host, ObjectNode said) {
        boolean plugged = flag(said, "plugged");
        synchronized (unplugged) {
            if (plugged) {
                unplugged.remove(host.name());
            } else {
                unplugged.add(host.name());
            }
        }
        host.faults().refusesSsh(!plugged);
        if (!plugged) {
            host.cutSsh();
        }
    }

    /** {@code {"vm": "i-2-6-VM", "locked": true}}. */
    private void tray(LabHost host, ObjectNode said) {
        String vm = text(said, "vm");
        XenPool pool = centre.part(XenPool.class);
        if (pool.vm(vm).isEmpty()) {
            throw new IllegalArgumentException("the pool has no virtual machine " + vm);
        }
        pool.tray(vm, flag(said, "locked"));
    }

    /** {@code {"ssh": "cut"}}, refuse or allow. */
    private static void ssh(LabHost host, ObjectNode said) {
        switch (text(said, "ssh")) {
            case "cut" -> host.cutSsh();
            case "refuse" -> {
                host.faults().refusesSsh(true);
                host.cutSsh();
            }
            case "allow" -> host.faults().refusesSsh(false);
            default -> throw new IllegalArgumentException("ssh is cut, refuse or allow");
        }
    }

    /** {@code {"program": "xe vm-migrate", "seconds": 20}}; 0 ends it. */
    private static void slow(LabHost host, ObjectNode said) {
        host.faults().slow(text(said, "program"), Duration.ofSeconds(number(said, "seconds", 3600)));
    }

    /** {@code {"slowSeconds": 5, "loseAnswers": 1, "failRequests": 2}}, each of them optional. */
    private LabHttp.Answer cloudStack(LabHttp.Request request) {
        ObjectNode said = json(request);
        CloudFaults faults = management().api().faults();
        if (said.has("slowSeconds")) {
            faults.slow(Duration.ofSeconds(number(said, "slowSeconds", 600)));
        }
        if (said.has("loseAnswers")) {
            faults.loseAnswers(number(said, "loseAnswers", 100));
        }
        if (said.has("failRequests")) {
            faults.failRequests(number(said, "failRequests", 1000));
        }
        centre.changed();
        return LabHttp.Answer.json(faults.save());
    }

    /** Ends what was broken; what was installed, switched off or changed stays as it is, but for hosts without power. */
    private LabHttp.Answer mendAll(LabHttp.Request request) {
        json(request);
        synchronized (unplugged) {
            unplugged.clear();
        }
        for (LabHost host : centre.hosts()) {
            host.faults().mend();
            host.files().full(false);
            host.powerOn();
        }
        management().api().faults().mend();
        centre.changed();
        return LabHttp.Answer.json(hosts());
    }

    /** What the host's own screen shows, to compare with what Ostler was offered. */
    private String fingerprint(LabHost host) {
        Path key = centre.directory().resolve("host-keys").resolve(host.name());
        return KeyUtils.getFingerPrint(LabHostKeys.of(key, host.hostKeyType()).getPublic());
    }

    private LabHttp.Answer answered(String name) {
        for (LabHost host : centre.hosts()) {
            if (host.name().equals(name)) {
                return LabHttp.Answer.json(describe(host));
            }
        }
        return LabHttp.Answer.json(404, LabJson.object().put("error", "the lab has no host " + name));
    }

    private ObjectNode hosts() {
        ObjectNode all = LabJson.object();
        ArrayNode list = all.putArray("hosts");
        centre.hosts().forEach(host -> list.add(describe(host)));
        all.put("apiAnswers", management().apiAnswers());
        all.set("api", management().api().faults().save());
        all.put("scenarioTo", centre.settings().scenario().to().product());
        return all;
    }

    private ObjectNode describe(LabHost host) {
        ObjectNode node = LabJson.object()
                .put("name", host.name())
                .put(
                        "kind",
                        host instanceof XenHost ? "xenserver" : host.name().startsWith("ms") ? "management" : "linux")
                .put("power", host.power().name().toLowerCase(Locale.ROOT))
                .put("bootId", host.bootId().toString())
                .put("sshPort", host.sshPort())
                .put("connections", host.connectionCount())
                .put("fingerprint", fingerprint(host))
                .put("diskFull", host.files().isFull());
        synchronized (unplugged) {
            node.put("plugged", !unplugged.contains(host.name()));
        }
        node.set("faults", host.faults().save());
        if (host instanceof XenHost xen) {
            node.put("version", xen.version().product());
            node.put("installer", xen.installer().map(XenVersion::product).orElse(""));
            ArrayNode vms = node.putArray("vms");
            centre.part(XenPool.class).vms().stream()
                    .filter(vm -> vm.host().equals(Optional.of(host.name())))
                    .forEach(vm -> vms.addObject().put("name", vm.instance()).put("state", vm.state()));
        }
        return node;
    }
}
