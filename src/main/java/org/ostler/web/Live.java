package org.ostler.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.faces.push.Push;
import jakarta.faces.push.PushContext;
import jakarta.inject.Inject;
import org.ostler.execution.RunChanged;
import org.ostler.platform.DatabaseChanged;

/**
 * Tells open pages that a run has changed; each page then fetches what it shows. The push carries the run's id and
 * nothing else, so nobody learns by it what they may not read.
 */
@ApplicationScoped
public class Live {
    @Inject
    @Push(channel = "runs")
    private PushContext pages;

    /** Every page shows it when nothing can be changed. */
    void changed(@Observes DatabaseChanged change) {
        pages.send("all");
    }

    void changed(@Observes RunChanged change) {
        pages.send(change.run().toString());
    }
}
