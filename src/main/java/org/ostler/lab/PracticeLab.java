package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The practice data centre as a process: builds it, opens its doors on loopback, says where they are. */
final class PracticeLab implements AutoCloseable {
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger SSH_SERVER_LOG = Logger.getLogger("org.apache.sshd");

    private final DataCentre centre;
    private final LabHttp http;
    private final LabSsh ssh;
    private final CountDownLatch resetOrdered = new CountDownLatch(1);

    PracticeLab(LabSettings settings) throws IOException {
        if (settings.fresh()) {
            beginAnew(settings.directory());
        }
        centre = new DataCentre(settings, parts());
        centre.start();
        ssh = new LabSsh(centre);
        http = openHttp(settings);
        routes();
        centre.parts().forEach(part -> part.routes(http));
        http.open();
        centre.parts().forEach(Part::open);
        publish();
        centre.save();
    }

    /** What the data centre consists of; a part may ask for those before it. */
    private List<Part> parts() {
        return List.of(
                new XenPool(),
                new ManagementPart(),
                new LinuxPart(),
                new TechnicianPart(resetOrdered::countDown),
                new ImportPart(System.getenv()));
    }

    public static void main(String[] arguments) throws Exception {
        LabSettings settings;
        try {
            settings = LabSettings.of(arguments, System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        SSH_SERVER_LOG.setLevel(Level.WARNING);
        AtomicReference<PracticeLab> present = new AtomicReference<>(new PracticeLab(settings));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> present.get().close()));
        while (true) {
            System.out.println("practice lab ready: " + present.get().http.url());
            present.get().resetOrdered.await();
            present.set(present.get().anew());
        }
    }

    /** The data centre of the first day at the same ports, with the same host keys; this one is closed. */
    PracticeLab anew() throws IOException {
        close();
        DataCentre.beginAnew(centre.directory());
        LabSettings old = centre.settings();
        return new PracticeLab(new LabSettings(old.directory(), false, old.speed(), old.scenario(), http.port()));
    }

    DataCentre centre() {
        return centre;
    }

    String url() {
        return http.url();
    }

    @Override
    public void close() {
        http.close();
        ssh.close();
        centre.close();
    }

    private void routes() {
        http.route("GET", "/health/ready", request -> readiness());
        http.route("GET", "/api/state", request -> LabHttp.Answer.json(state()));
        http.route(
                "GET",
                "/api/invocations",
                request -> LabHttp.Answer.json(centre.ledger()
                        .json(
                                request.parameter("host"),
                                request.parameter("since").map(Instant::parse),
                                request.parameter("after").map(Long::parseLong).orElse(0L))));
    }

    private LabHttp.Answer readiness() {
        boolean ready = centre.parts().stream().allMatch(Part::isReady);
        return LabHttp.Answer.json(ready ? 200 : 503, LabJson.object().put("status", ready ? "UP" : "DOWN"));
    }

    /** The port of last time, because bookmarks and the inventory name it; a free one when somebody has it now. */
    private static LabHttp openHttp(LabSettings settings) throws IOException {
        Path file = settings.directory().resolve("http-port");
        int remembered =
                Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        LabHttp opened;
        try {
            opened = new LabHttp(settings.port() == 0 ? remembered : settings.port());
        } catch (BindException taken) {
            if (settings.port() != 0) {
                throw taken;
            }
            opened = new LabHttp(0);
        }
        Files.writeString(file, opened.port() + "\n");
        return opened;
    }

    private ObjectNode state() {
        ObjectNode state = LabJson.object();
        ArrayNode hosts = state.putArray("hosts");
        for (LabHost host : centre.hosts()) {
            ObjectNode node = hosts.addObject()
                    .put("name", host.name())
                    .put("power", host.power().name())
                    .put("bootId", host.bootId().toString())
                    .put("sshPort", host.sshPort())
                    .put("connections", host.connectionCount())
                    .put("fingerprint", ssh.fingerprint(host))
                    .put("diskFull", host.files().isFull());
            node.set("faults", host.faults().save());
        }
        centre.parts().forEach(part -> state.set(part.key(), part.describe()));
        return state;
    }

    private void publish() throws IOException {
        ObjectNode lab = LabJson.object().put("url", http.url());
        ArrayNode hosts = lab.putArray("hosts");
        for (LabHost host : centre.hosts()) {
            hosts.addObject()
                    .put("name", host.name())
                    .put("address", "127.0.0.1")
                    .put("port", host.sshPort())
                    .put("user", "root")
                    .put("password", host.rootPassword())
                    .put("fingerprint", ssh.fingerprint(host));
        }
        centre.parts().forEach(part -> part.publish(lab));
        LabJson.writeAtomically(centre.directory().resolve("lab.json"), lab);
        // For start scripts, which have no JSON reader: they wait for this file.
        Path url = centre.directory().resolve("url");
        Path fresh = Files.writeString(centre.directory().resolve("url.new"), http.url() + "\n");
        Files.move(fresh, url, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Ports and host keys stay, so that whoever knows this data centre finds it; what cannot be read goes altogether. */
    private static void beginAnew(Path directory) throws IOException {
        try {
            DataCentre.beginAnew(directory);
        } catch (IOException noState) {
            forget(directory);
        }
    }

    private static void forget(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
