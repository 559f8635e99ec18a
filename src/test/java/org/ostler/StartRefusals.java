package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts that cannot succeed: each ends at once, not with zero, and says what is the matter and what to do. */
final class StartRefusals {
    private static final String ADDRESS = "OSTLER_HTTP_ADDRESS";
    private static final String PORT = "OSTLER_HTTP_PORT";
    private static final String CERT = "OSTLER_TLS_CERT";
    private static final String KEY = "OSTLER_TLS_KEY";
    private static final String PROXY = "OSTLER_BEHIND_PROXY";

    private final Path directory;
    private final SelfSigned own;
    private final RunningOstler running;
    private final List<String> wrong = new ArrayList<>();

    StartRefusals(Path directory, SelfSigned own, RunningOstler running) {
        this.directory = directory;
        this.own = own;
        this.running = running;
    }

    void check() throws Exception {
        String cert = own.certificate().toString();
        String key = own.key().toString();
        String nothing = directory.resolve("nothing.pem").toString();
        String text = Files.writeString(directory.resolve("text.pem"), "no key").toString();
        String another = SelfSigned.anotherKey(directory.resolve("another.pem")).toString();
        says("Set OSTLER_TLS_CERT and OSTLER_TLS_KEY, or OSTLER_BEHIND_PROXY", Map.of(ADDRESS, "0.0.0.0"));
        says("Set OSTLER_TLS_CERT and OSTLER_TLS_KEY, or OSTLER_BEHIND_PROXY", Map.of(ADDRESS, "::"));
        says("OSTLER_TLS_CERT cannot be read: " + nothing, Map.of(CERT, nothing, KEY, key));
        says("OSTLER_TLS_KEY cannot be read: " + nothing, Map.of(CERT, cert, KEY, nothing));
        says("OSTLER_TLS_KEY cannot be read: it is not set", Map.of(CERT, cert));
        says("the key is not the certificate's", Map.of(CERT, cert, KEY, another));
        says("there is no private key in PEM form", Map.of(CERT, cert, KEY, text));
        says("there is no certificate in " + text, Map.of(CERT, text, KEY, key));
        for (String port : List.of("0", "65536", "http", "-1", "08080", "99999999999999999999")) {
            says("Use a number between 1 and 65535", Map.of(PORT, port));
        }
        says("Set OSTLER_HTTP_PORT to a free port", Map.of(PORT, port(running)));
        says("no address: proxy.example", Map.of(PROXY, "10.0.0.1,proxy.example"));
        says("no address: 10.0.0.0/8", Map.of(PROXY, "10.0.0.0/8"));
        says("Set one of them", Map.of("OSTLER_MODE", "Production"));
        says("Start without --lab-only", Map.of("OSTLER_MODE", "production"), "--lab-only");
        says("leave nothing to start", Map.of(), "--lab-only", "--no-lab");
        says("knows --no-lab, --lab-only and --fresh-lab, not --quick", Map.of(), "--quick");
        says(
                "an Ostler already runs on",
                Map.of("OSTLER_DATA_DIR", running.data().toString()));
        says(
                "the practice lab already runs",
                Map.of("OSTLER_DATA_DIR", running.data().toString()),
                "--lab-only");
        assertEquals(List.of(), wrong);
    }

    private static String port(RunningOstler one) {
        return Integer.toString(URI.create(one.url()).getPort());
    }

    private void says(String words, Map<String, String> settings, String... options) throws Exception {
        Path data = directory.resolve("refused");
        Map<String, String> all = new TreeMap<>(Map.of("OSTLER_DATA_DIR", data.toString()));
        all.put(PORT, Integer.toString(RunningOstler.freePort()));
        all.putAll(settings);
        try (StartCommand command = StartCommand.start(directory.resolve("refused.out"), all, options)) {
            int status = command.awaitEnd(Duration.ofMinutes(2));
            if (status == 0 || !command.said().contains(words) || command.said().contains("\tat ")) {
                wrong.add(settings + " ended " + status + ": " + command.said());
            }
        }
        assertFalse(Files.exists(data.resolve("lab")), "something was started with " + settings);
    }
}
