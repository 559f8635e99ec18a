package org.ostler.plan;

import java.time.Instant;
import java.util.stream.Collectors;
import org.ostler.platform.Refusal;

/** Who may approve what, and when. */
final class Approval {
    private Approval() {}

    /** @throws Refusal when the plan cannot be approved in this form by this person now */
    static void refuse(Plan plan, String digest, String by, boolean fourEyes, Instant now) {
        if (plan.state() != Plan.State.DRAFT || plan.expiresAt().isBefore(now)) {
            throw Refusal.conflict(
                    "plan-not-a-draft",
                    "Plan " + plan.number() + " is "
                            + (plan.state() == Plan.State.DRAFT ? Plan.State.EXPIRED : plan.state()) + ".",
                    plan.state() == Plan.State.APPROVED ? "Start it, or make a new plan." : "Make a new plan.");
        }
        if (plan.sentBack().isPresent()) {
            throw Refusal.conflict(
                    "plan-sent-back",
                    "Plan " + plan.number() + " was sent back by "
                            + plan.sentBack().get().by() + ": "
                            + plan.sentBack().get().note(),
                    "Make a new plan.");
        }
        if (!plan.digest().equals(digest)) {
            throw Refusal.conflict(
                    "plan-digest-differs",
                    "The digest given is not the one of plan " + plan.number() + ".",
                    "Read the plan again and approve the digest it shows.");
        }
        if (plan.refusal().isPresent()) {
            throw Refusal.conflict("plan-refused", plan.refusal().get(), "Mend what it says and make a new plan.");
        }
        if (!plan.blocking().isEmpty()) {
            String blocking = plan.blocking().stream()
                    .map(check -> check.title() + " (" + check.seen() + ")")
                    .distinct()
                    .collect(Collectors.joining("; "));
            throw Refusal.conflict(
                    "plan-blocked", "Checks block the approval: " + blocking + ".", "Mend them and make a new plan.");
        }
        if (fourEyes && by.equals(plan.madeBy())) {
            throw Refusal.forbidden(
                    "This cluster asks for four eyes, and you made plan " + plan.number() + ".",
                    "Have another approver look at it.");
        }
    }
}
