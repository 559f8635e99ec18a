package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ostler.plan.Plan;
import org.ostler.plan.Plans;

/** Plans, newest first. */
@Named
@RequestScoped
public class PlanList {
    private static final int SHOWN = 200;

    @Inject
    private Plans plans;

    private Optional<List<Plan>> all = Optional.empty();

    public List<Plan> getAll() {
        if (all.isEmpty()) {
            all = Optional.of(plans.list(SHOWN));
        }
        return all.get();
    }
}
