package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The practice data centre as a process: builds it, opens its doors on loopback, says where they are. */
final class PracticeLab implements AutoCloseable {
    private final DataCentre centre;
    private final LabHttp http;

    PracticeLab(LabSettings settings) throws IOException {
        if (settings.fresh()) {
            forget(settings.directory());
        }
        centre = new DataCentre(settings, parts());
        centre.start();
        http = new LabHttp(settings.port());
        routes();
        centre.parts().forEach(part -> part.routes(http));
        http.open();
        centre.parts().forEach(Part::open);
        publish();
        centre.save();
    }

    /** What the data centre consists of; a part may ask for those before it. */
    private static List<Part> parts() {
        return List.of(new XenPool());
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
        PracticeLab lab = new PracticeLab(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
        System.out.println("practice lab ready: " + lab.http.url());
        new CountDownLatch(1).await();
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
        centre.close();
    }

    private void routes() {
        http.route(
                "GET",
                "/health/ready",
                request -> LabHttp.Answer.json(LabJson.object().put("status", "UP")));
    }

    private void publish() throws IOException {
        ObjectNode lab = LabJson.object().put("url", http.url());
        centre.parts().forEach(part -> part.publish(lab));
        LabJson.writeAtomically(centre.directory().resolve("lab.json"), lab);
    }

    private static void forget(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path path :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
