package org.ostler.guide.linux;

import java.util.Optional;
import java.util.Set;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Stop;

/** Commands that end by themselves within seconds: one that is killed half way leaves nobody knows what. */
final class Commands {
    private Commands() {}

    static Action run(CommandLine command) {
        return run(command, Set.of(0));
    }

    /** @param success exit statuses that count as done */
    static Action run(CommandLine command, Set<Integer> success) {
        return new Action.RunCommand(Place.HOST, command, new Stop.Finish(), Optional.empty(), success);
    }
}
