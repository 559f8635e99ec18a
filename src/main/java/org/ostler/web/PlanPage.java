package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;

/** A plan as it is read: what it would do, with what undo. */
@Named
@ViewScoped
public class PlanPage implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private PlanLook look;

    @Inject
    private Texts texts;

    private String id = "";

    public Plan getPlan() {
        return look.at(id);
    }

    public PlanReview getReview() {
        return look.review(id);
    }

    public Optional<PlannedStep> getFirstIrreversible() {
        return PlanReview.firstIrreversible(getPlan());
    }

    public long getCommands() {
        return getPlan().steps().stream()
                .filter(step -> step.need() != PlannedStep.Need.NOT_NEEDED)
                .mapToLong(step -> step.actions().size())
                .sum();
    }

    /** How a step is taken back, in the person's language where it is one of the usual ways. */
    public String undo(PlannedStep step) {
        return switch (step.undo()) {
            case "changes nothing" -> texts.get("plan.undo.nothing");
            case "the earlier content of its files is put back" -> texts.get("plan.undo.files");
            default ->
                texts.either(
                        "undo." + getPlan().guide() + "." + step.key(),
                        step.irreversible().orElse(step.undo()));
        };
    }

    /** Groups of four, so that two people can compare it aloud. */
    public String getShortDigest() {
        String digest = getPlan().digest();
        return digest.length() < 12
                ? digest
                : digest.substring(0, 4) + " " + digest.substring(4, 8) + " " + digest.substring(8, 12);
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }
}
