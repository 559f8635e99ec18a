package org.ostler;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A part of the kernel that some machines lack. A test that needs one says so here: where it is missing the test is
 * left out, and told at the end of the run ({@code target/left-out.txt}). Only tests that stand in {@code
 * kernel-features.txt} may be left out, so that the list grows by decision and not by accident.
 */
public enum KernelFeature {
    VLAN("8021q", "link", "add", "link", "lo", "name", "ostler.5", "type", "vlan", "id", "5"),
    BOND("bonding", "link", "add", "name", "ostlerbond", "type", "bond");

    private static final Path KNOWN = Path.of("src/test/resources/kernel-features.txt");
    private static final Path TOLD = Path.of("target/left-out.txt");

    private final String module;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> trial;

    KernelFeature(String module, String... trial) {
        this.module = module;
        this.trial = List.of(trial);
    }

    /** Leaves the test out where the kernel cannot do this; fails when nobody decided that it may be left out. */
    public void require(String test) throws IOException, InterruptedException {
        String line = test + " needs " + module;
        assertTrue(Files.readAllLines(KNOWN).contains(line), () -> line + ": write it into " + KNOWN);
        boolean there = isThere();
        if (!there) {
            Files.createDirectories(TOLD.getParent());
            Files.writeString(
                    TOLD, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            System.out.println("left out: " + line + ", which this kernel has not");
        }
        assumeTrue(there, line);
    }

    private boolean isThere() throws IOException, InterruptedException {
        List<String> words = new java.util.ArrayList<>(List.of("unshare", "--net", "ip"));
        words.addAll(trial);
        return new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
