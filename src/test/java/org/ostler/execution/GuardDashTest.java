package org.ostler.execution;

import java.util.List;

/** The guard's program under dash. */
final class GuardDashTest extends GuardScriptConformance {
    @Override
    List<String> shell() {
        return List.of("/bin/dash");
    }
}
