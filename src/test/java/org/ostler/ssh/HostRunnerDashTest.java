package org.ostler.ssh;

import java.io.IOException;
import java.nio.file.Path;

/** The script under dash, Debian's {@code /bin/sh}. */
class HostRunnerDashTest extends HostRunnerScriptConformance {
    @Override
    RunnerScript script(Path base) throws IOException {
        return new RunnerScript(base.toString(), RunnerScript.ours().text().replaceFirst("#!/bin/sh", "#!/bin/dash"));
    }
}
