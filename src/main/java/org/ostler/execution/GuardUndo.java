package org.ostler.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;

/** Takes a kept change of a network back: the same guard, with the earlier files and the state saved then. */
final class GuardUndo {
    private GuardUndo() {}

    static Action of(Action.Guarded kept, ActionEntry action) {
        List<CommandLine> back = new ArrayList<>(kept.applyAfterRestore());
        back.add(GuardScript.ours().call("back", action.command.toString()));
        return new Action.Guarded(
                kept.files().stream().map(FileChange::reversed).toList(),
                back,
                kept.apply(),
                kept.probes(),
                kept.deadline(),
                action.guard.flatMap(guard -> guard.earlierAddress),
                kept.timer());
    }

    static Optional<String> earlier(Action.Guarded change, String address) {
        return change.newAddress().filter(moved -> !moved.equals(address)).map(moved -> address);
    }
}
