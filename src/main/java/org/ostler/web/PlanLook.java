package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.ostler.plan.Plan;
import org.ostler.plan.Plans;

/** The plan as it stands now, fetched once per request. */
@RequestScoped
public class PlanLook {
    @Inject
    private Plans plans;

    private Optional<Plan> seen = Optional.empty();
    private Optional<PlanReview> review = Optional.empty();

    public Plan at(String id) {
        if (seen.isEmpty()) {
            seen = Optional.of(plans.plan(id));
        }
        return seen.get();
    }

    public PlanReview review(String id) {
        if (review.isEmpty()) {
            review = Optional.of(PlanReview.of(at(id)));
        }
        return review.get();
    }
}
