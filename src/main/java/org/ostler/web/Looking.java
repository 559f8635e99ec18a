package org.ostler.web;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.ostler.plan.Plans;
import org.ostler.plan.Plans.Progress;

/** The second phase of a plan: hosts are looked at; then the plan's own page follows. */
@Named
@ViewScoped
public class Looking implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Plans plans;

    private String id = "";

    /** Empty for a look that this process does not know (any more). */
    public Optional<Progress> getProgress() {
        try {
            return plans.progress(UUID.fromString(id));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    public int getPercent() {
        return getProgress()
                .map(progress -> progress.of() == 0 ? 0 : 100 * progress.looked() / progress.of())
                .orElse(0);
    }

    /** Asked every second; goes on to the plan when there is one. */
    public void check() throws IOException {
        Optional<UUID> plan = getProgress().flatMap(Progress::plan);
        if (plan.isPresent()) {
            FacesContext faces = FacesContext.getCurrentInstance();
            faces.getExternalContext()
                    .redirect(faces.getExternalContext().getRequestContextPath() + "/plan.xhtml?id=" + plan.get());
        }
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }
}
