package org.ostler.web.audit;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.ostler.audit.Retention;
import org.ostler.web.Notices;

/** For how long the audit trail is kept. */
@Named
@ViewScoped
public class RetentionForm implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Retention retention;

    @Inject
    private Notices notices;

    private Integer days;

    @PostConstruct
    void begin() {
        days = retention.days().orElse(null);
    }

    /** Nothing for ever. */
    public Integer getDays() {
        return days;
    }

    public void setDays(Integer chosen) {
        days = chosen;
    }

    public Optional<Instant> getOldest() {
        return retention.oldest();
    }

    public String save() {
        Optional<Integer> chosen = Optional.ofNullable(days);
        return notices.attempt(
                        chosen.isPresent() ? "retention.saved" : "retention.saved.all",
                        () -> retention.keep(chosen),
                        chosen.orElse(0))
                ? "/settings.xhtml?faces-redirect=true&tab=data"
                : "";
    }
}
