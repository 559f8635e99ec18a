package org.ostler.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ostler.plan.Canonical;
import org.ostler.plan.Plan;
import org.ostler.plan.PlanDigest;
import org.ostler.plan.PlannedStep;
import org.ostler.plan.StepText;

/**
 * A {@link GuideChange} as it is kept with its run, with all that is needed to carry it out.
 *
 * @param title of the guide
 * @param order ids of all steps of the new version, in its order
 * @param unchanged ids of remaining steps that are as they were approved
 */
record Revision(
        int from,
        int to,
        String title,
        Instant seenAt,
        List<String> order,
        List<String> unchanged,
        List<Revised> steps,
        Optional<String> obstacle) {
    /** Notes of a run whose names begin so are its engine's own. */
    static final String NOTE = "~revision";

    /** A note holds 100,000 characters. */
    private static final int PART = 90_000;

    /** @param now the new form; empty for a removed step */
    record Revised(String id, GuideChange.Kind kind, Optional<PlannedStep> now, Optional<String> remark) {}

    private record Sealed(int from, int to, List<String> order, List<SealedStep> steps, Optional<String> obstacle) {}

    private record SealedStep(String id, GuideChange.Kind kind, Optional<String> digest) {}

    String digest() {
        return PlanDigest.sha256(Canonical.write(new Sealed(
                from,
                to,
                order,
                steps.stream()
                        .map(step -> new SealedStep(
                                step.id(),
                                step.kind(),
                                step.now().map(now -> PlanDigest.of(now) + PlanDigest.sha256(StepText.of(now)))))
                        .toList(),
                obstacle)));
    }

    GuideChange shown(Plan plan, Map<String, StepEntry> entries) {
        return new GuideChange(
                from,
                to,
                seenAt,
                digest(),
                unchanged.size(),
                steps.stream().map(step -> shown(step, plan, entries)).toList(),
                obstacle);
    }

    private static GuideChange.StepChange shown(Revised step, Plan plan, Map<String, StepEntry> entries) {
        Optional<PlannedStep> approved = Optional.ofNullable(entries.get(step.id()))
                .flatMap(entry -> entry.approvedInstead)
                .or(() -> plan.step(step.id()));
        PlannedStep named = step.now().or(() -> approved).orElseThrow();
        return new GuideChange.StepChange(
                step.id(),
                named.key(),
                named.title(),
                named.target(),
                step.kind(),
                step.kind() == GuideChange.Kind.ADDED ? Optional.empty() : approved.map(StepText::of),
                step.now().map(StepText::of),
                step.remark());
    }

    /** In several notes where one does not hold it; a shorter one leaves empty notes behind. */
    void keep(Ledger ledger, java.util.UUID run) {
        String text = Canonical.write(this);
        long before = parts(ledger.notes(run)).size();
        for (int part = 0; part * PART < text.length() || part < before; part++) {
            int from = Math.min(part * PART, text.length());
            ledger.note(run, name(part), text.substring(from, Math.min(from + PART, text.length())));
        }
    }

    private static String name(int part) {
        return NOTE + String.format("%03d", part);
    }

    private static TreeMap<String, String> parts(Map<String, String> notes) {
        return notes.entrySet().stream()
                .filter(note -> note.getKey().startsWith(NOTE))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    /** The one that was kept last; empty when there is none, or when it was carried out. */
    static Optional<Revision> kept(Ledger ledger, RunEntry run) {
        String text = String.join("", parts(ledger.notes(run.id)).values());
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(Canonical.read(text, Revision.class)).filter(kept -> kept.from == run.guideVersion);
    }
}
