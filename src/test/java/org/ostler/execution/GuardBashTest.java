package org.ostler.execution;

import java.util.List;

/** The guard's program under bash. */
final class GuardBashTest extends GuardScriptConformance {
    @Override
    List<String> shell() {
        return List.of("/bin/bash");
    }
}
