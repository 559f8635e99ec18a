package org.ostler.execution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.ostler.facts.CommandLine;
import org.ostler.plan.PlanDigest;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/**
 * The network guard's program and where it lies on hosts: beside the host runner, named by its own hash, so that a
 * countdown begun by one version is ended by the same.
 */
record GuardScript(String text) {
    private static final String BASE = "/var/lib/ostler/";
    private static final GuardScript OURS = new GuardScript(resource());

    static GuardScript ours() {
        return OURS;
    }

    String path() {
        return BASE + "network-guard-" + PlanDigest.sha256(text).substring(0, 12);
    }

    static String order(UUID guard) {
        return BASE + "guard-" + guard + ".order";
    }

    /** By a shell by name: a hardened host executes nothing below /var. */
    CommandLine call(String verb, String... words) {
        return CommandLine.of("sh", path(), verb).plus(words);
    }

    /** Brings it to a host that does not have it. */
    void bring(HostRunner runner) throws SshTrouble, HostRunner.HostRefused {
        place(runner, path(), text, "700");
    }

    /** A file that is there with this content is left: an earlier try was cut after it. */
    static void place(HostRunner runner, String path, String text, String mode)
            throws SshTrouble, HostRunner.HostRefused {
        runner.identity();
        HostRunner.FileState present = runner.stat(path);
        if (!present.sha256().equals(PlanDigest.sha256(text))) {
            runner.put(
                    path,
                    text.getBytes(StandardCharsets.UTF_8),
                    present.sha256(),
                    Optional.of(mode),
                    Optional.of("root:root"));
        }
    }

    private static String resource() {
        try (InputStream in = GuardScript.class.getResourceAsStream("network-guard.sh")) {
            if (in == null) {
                throw new IllegalStateException("network-guard.sh is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
