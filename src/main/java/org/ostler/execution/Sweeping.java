package org.ostler.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.plan.Leg;
import org.ostler.plan.Lines;
import org.ostler.procedure.Action;
import org.ostler.procedure.Target;
import org.ostler.ssh.SshTrouble;

/**
 * At the end of a run: control directories whose command's outcome is known and that are still there, because a crash
 * or a lost line came between the outcome and their removal, or because the host was going down. A machine that does
 * not answer keeps them; they tell nothing that is not in the journal.
 */
record Sweeping(RunContext context, Map<String, StepEntry> entries, Lines lines) {
    private static final Logger LOG = Logger.getLogger(Sweeping.class.getName());

    /** That a line is dead is often seen only when it is used. A machine is silent when a new one fails too. */
    private static final int LINES = 2;

    void sweep() {
        Set<UUID> silent = new HashSet<>();
        for (StepEntry entry : entries.values()) {
            Leg leg = context.legs().get(entry.id);
            List<ActionEntry> left = entry.attempts.stream()
                    .flatMap(attempt -> attempt.actions.stream())
                    .filter(Sweeping::isLeft)
                    .toList();
            if (leg != null && !left.isEmpty()) {
                left.forEach(action -> clean(leg, action, silent));
                context.save(entry);
            }
        }
    }

    private static boolean isLeft(ActionEntry action) {
        boolean detached = action.action instanceof Action.RunCommand || action.action instanceof Action.Reboot;
        boolean known = action.mark == ActionEntry.Mark.DONE || action.mark == ActionEntry.Mark.FAILED;
        return detached && known && action.intentAt.isPresent() && !action.cleaned;
    }

    private void clean(Leg leg, ActionEntry action, Set<UUID> silent) {
        Optional<Target> machine =
                context.machine(leg, action.action.place()).filter(target -> !silent.contains(target.id()));
        if (machine.isEmpty()) {
            return;
        }
        for (int line = 0; line < LINES && !action.cleaned; line++) {
            clean(machine.get(), action);
        }
        if (!action.cleaned) {
            silent.add(machine.get().id());
        }
    }

    private void clean(Target machine, ActionEntry action) {
        try {
            lines.to(machine.id()).runner().clean(action.command);
            action.cleaned = true;
        } catch (SshTrouble stays) {
            LOG.log(Level.INFO, "a control directory stays on " + machine.name(), stays);
            lines.drop(machine.id());
        }
    }
}
