package org.ostler.execution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

/** The guard's program under busybox, with nothing but busybox's own tools, its {@code ip} too. */
final class GuardBusyboxTest extends GuardScriptConformance {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @BeforeAll
    static void canRun() {
        assumeTrue(Files.isExecutable(BUSYBOX), "needs busybox");
    }

    @Override
    List<String> shell() {
        return List.of(BUSYBOX.toString(), "sh");
    }

    @Override
    Optional<String> tools() throws IOException {
        Path tools = directory.resolve("tools");
        if (Files.notExists(tools)) {
            Files.createDirectories(tools);
            try {
                new ProcessBuilder(BUSYBOX.toString(), "--install", "-s", tools.toString())
                        .start()
                        .waitFor();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
        return Optional.of(tools.toString());
    }
}
