package org.ostler.ssh;

import java.io.IOException;
import java.nio.file.Path;

/** The script under bash in its {@code sh} mode, as the Red Hat family runs it. */
class HostRunnerBashTest extends HostRunnerScriptConformance {
    @Override
    RunnerScript script(Path base) throws IOException {
        return new RunnerScript(
                base.toString(), RunnerScript.ours().text().replaceFirst("#!/bin/sh", "#!/bin/bash --posix"));
    }
}
