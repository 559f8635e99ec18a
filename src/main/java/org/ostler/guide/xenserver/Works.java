package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Stop;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** Shapes of work that several chapters share. */
final class Works {
    private Works() {}

    /** Decided late; allowed is what would be decided now. */
    static Step.Late late(String template, String rule, Function<Situation, List<Action>> actions) {
        return new Step.Late(
                List.of(new Template(template, rule)), actions, (situation, action) -> actions.apply(situation)
                        .contains(action));
    }

    /** What a rollback leaves alone on purpose. */
    static Undo kept(String words) {
        return new Undo.By(words, List.of(), situation -> List.of());
    }

    static List<Action> script(Situation situation, String name) {
        return List.of(Xe.script(Scripts.directory(situation), name));
    }

    static List<Action> restart(String service) {
        return List.of(new Action.RunCommand(
                Place.MANAGEMENT_SERVER,
                CommandLine.of("service", service, "restart"),
                new Stop.Finish(),
                Optional.empty(),
                Set.of(0)));
    }
}
