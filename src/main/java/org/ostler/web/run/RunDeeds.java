package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.ostler.execution.GuideChanges;
import org.ostler.execution.Runs;

/** The buttons of a run's page, as calls of the boundaries. */
@RequestScoped
public class RunDeeds {
    @Inject
    private Runs runs;

    @Inject
    private GuideChanges guideChanges;

    /**
     * @param what of a button that asks nothing more
     * @param version of the gate that was seen
     * @return empty for what has to be asked first
     */
    Optional<Runnable> atOnce(UUID run, String what, String step, String version) {
        return switch (what) {
            case "confirm" -> Optional.of(() -> runs.confirm(run, step, number(version), ""));
            case "look" -> Optional.of(() -> runs.lookAgain(run, step));
            case "lookAtGuide" -> Optional.of(() -> guideChanges.lookAgain(run));
            case "retry" -> Optional.of(() -> runs.retry(run, step, ""));
            case "keep" -> Optional.of(() -> runs.keep(run, step, ""));
            case "extend" -> Optional.of(() -> runs.extend(run, step, ""));
            case "revert" -> Optional.of(() -> runs.revert(run, step, ""));
            case "pause" -> Optional.of(() -> runs.pause(run));
            case "resume" -> Optional.of(() -> runs.resume(run));
            default -> Optional.empty();
        };
    }

    /** @param reason as it was written in the dialog */
    void carryOut(UUID run, Question asked, String reason) {
        switch (asked.kind()) {
            case CONFIRM -> runs.confirm(run, asked.step(), number(asked.mend()), reason);
            case BY_HAND -> runs.byHand(run, asked.step(), number(asked.mend()), reason);
            case HOST_KEY -> runs.acceptHostKey(run, asked.step(), asked.mend());
            case CANCEL -> runs.cancel(run, reason);
            case ABANDON -> runs.abandon(run, reason);
            case SKIP -> runs.skip(run, asked.step(), reason);
            case HAPPENED -> runs.resolve(run, asked.step(), true, reason);
            case DID_NOT_HAPPEN -> runs.resolve(run, asked.step(), false, reason);
            case MEND -> runs.mend(run, asked.step(), asked.mend(), reason);
            case REAPPROVE -> runs.reapprove(run, asked.step(), asked.mend(), reason);
            case ADOPT -> guideChanges.approve(run, asked.mend(), reason);
            case ROLLBACK -> runs.rollback(run, asked.step(), reason);
        }
    }

    private static Optional<Long> number(String seen) {
        return Optional.of(seen).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }
}
