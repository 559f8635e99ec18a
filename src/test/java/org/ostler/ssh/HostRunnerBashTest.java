package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The script under bash in its {@code sh} mode, as the Red Hat family runs it. */
class HostRunnerBashTest extends HostRunnerScriptConformance {
    @Test
    void writesNoHereDocumentForWhichAFullTmpHasNoRoom() {
        assertFalse(RunnerScript.ours().text().contains("<<"));
    }

    @Override
    RunnerScript script(Path base) throws IOException {
        return new RunnerScript(
                base.toString(), RunnerScript.ours().text().replaceFirst("#!/bin/sh", "#!/bin/bash --posix"));
    }
}
