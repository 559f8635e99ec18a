package org.ostler.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The script under busybox, with nothing but busybox's own tools. */
class HostRunnerBusyboxTest extends HostRunnerScriptConformance {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @BeforeAll
    void canRun() {
        assumeTrue(Files.isExecutable(BUSYBOX), "needs busybox");
    }

    @AfterAll
    void removeTools() throws IOException {
        RealSshd.run("rm", "-rf", base().resolveSibling("busybox-tools").toString());
    }

    @Override
    RunnerScript script(Path base) throws IOException {
        Path tools = base.resolveSibling("busybox-tools");
        if (Files.notExists(tools)) {
            Files.createDirectories(tools);
            RealSshd.run(BUSYBOX.toString(), "--install", "-s", tools.toString());
        }
        String text = RunnerScript.ours().text();
        return new RunnerScript(
                base.toString(),
                text.replaceFirst("#!/bin/sh", "#!/bin/busybox sh")
                        .replaceFirst("PATH=\\$PATH:", "PATH=" + tools + ":"));
    }
}
