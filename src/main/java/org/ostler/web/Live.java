package org.ostler.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.faces.push.Push;
import jakarta.faces.push.PushContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.ostler.audit.AuditChanged;
import org.ostler.execution.RunChanged;
import org.ostler.look.LookMade;
import org.ostler.platform.DatabaseChanged;

/**
 * Tells open pages that a run has changed, or that hosts were looked at; each page then fetches what it shows. The push
 * carries the run's id and nothing else, so nobody learns by it what they may not read.
 */
@ApplicationScoped
public class Live {
    /** What is sent instead of a run's id when a host was looked at. */
    private static final String LOOKS = "looks";

    /** Smaller: forty hosts make every open page ask forty times. Larger: progress comes in jumps. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(800);

    private final AtomicLong lastLook = new AtomicLong(System.nanoTime());

    @Inject
    @Push(channel = "runs")
    private PushContext pages;

    /** Every page shows it when nothing can be changed. */
    void changed(@Observes DatabaseChanged change) {
        pages.send("all");
    }

    void changed(@Observes AuditChanged change) {
        pages.send("all");
    }

    void changed(@Observes RunChanged change) {
        pages.send(change.run().toString());
    }

    /** Of a survey's looks at most one in {@link #BETWEEN_LOOKS}, and the last one. */
    void looked(@Observes LookMade look) {
        long now = System.nanoTime();
        long before = lastLook.get();
        if (look.last() || (now - before > BETWEEN_LOOKS.toNanos() && lastLook.compareAndSet(before, now))) {
            pages.send(LOOKS);
        }
    }
}
