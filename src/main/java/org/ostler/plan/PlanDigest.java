package org.ostler.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.procedure.Action;
import org.ostler.procedure.Template;

/**
 * What an approval is bound to: SHA-256 over the guide's version, the settings and, for each step, what it may do.
 * Nothing that time changes is part of it: no check results, no need, no times.
 */
public final class PlanDigest {
    private record Sealed(String guide, int version, Map<String, String> settings, List<SealedStep> steps) {}

    private record SealedStep(
            String id,
            UUID target,
            List<Action> actions,
            List<Template> templates,
            Optional<String> question,
            List<PlannedStep.MendShown> mends,
            String undo,
            Optional<String> irreversible,
            Map<String, String> binding) {
        static SealedStep of(PlannedStep step) {
            return new SealedStep(
                    step.id(),
                    step.target().id(),
                    step.actions(),
                    step.templates(),
                    step.question(),
                    step.mends(),
                    step.undo(),
                    step.irreversible(),
                    step.binding());
        }
    }

    private PlanDigest() {}

    public static String of(String guide, int version, Map<String, String> settings, List<PlannedStep> steps) {
        return sha256(Canonical.write(new Sealed(
                guide, version, settings, steps.stream().map(SealedStep::of).toList())));
    }

    /** Of one restated step. */
    public static String of(PlannedStep step) {
        return sha256(Canonical.write(SealedStep.of(step)));
    }

    /** Hex, of the text's UTF-8 bytes. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
