package org.ostler.execution;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Condition;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/** Steps of which the stories of runs are made. */
final class StorySteps {
    static final String PATH = "/etc/a.conf";
    static final Fact<Optional<String>> FILE =
            Fact.onHost("file", PATH, answer -> answer.ok() ? Optional.of(answer.out()) : Optional.<String>empty());
    static final Fact<String> LEFT =
            Fact.onHost("left", CommandLine.of("left"), answer -> answer.out().strip());
    static final Fact<String> HA =
            Fact.onHost("ha", CommandLine.of("ha"), answer -> answer.out().strip());
    static final Fact<String> SERVICE = Fact.onHost(
            "service", CommandLine.of("service"), answer -> answer.out().strip());

    private StorySteps() {}

    static Step write(String line) {
        return Step.step("write-" + line, "Write " + line)
                .looksAt(FILE)
                .does(seen -> List.of(Action.write(FileChange.write(
                        PATH,
                        seen.fact(FILE),
                        seen.fact(FILE).orElse("").contains(line)
                                ? seen.fact(FILE).orElse("")
                                : seen.fact(FILE).orElse("") + line + "\n"))))
                .undoneBy(new Undo.RestoreFiles());
    }

    static Step run(String program) {
        return Step.step(program, "Run " + program)
                .does(seen -> List.of(Action.run(CommandLine.of(program))))
                .changesNothing();
    }

    static Step restart(String key) {
        return Step.step(key, "Restart")
                .looksAt(SERVICE)
                .neededWhen(
                        "it runs with other files", seen -> seen.fact(SERVICE).equals("old"))
                .does(seen -> List.of(Action.run(CommandLine.of("restart", "a"))))
                .undoneBy(new Undo.RestartService("a", seen -> List.of(Action.run(CommandLine.of("restart", "a")))));
    }

    static Chapter each(Step... steps) {
        return Chapter.eachHost("c", "C", steps);
    }

    /** A gate whose answer counts for five minutes. */
    static Step expiring() {
        return Step.step("ask", "Ask")
                .looksAt(LEFT)
                .asks(new Step.Question(
                                seen -> "Insert it?", seen -> "Insert it.", seen -> List.of(), Optional.empty(), false)
                        .expiring(Duration.ofMinutes(5), "the tray closes by itself then"))
                .changesNothing();
    }

    static Step gate(Optional<Condition> afterwards) {
        return Step.step("ask", "Ask")
                .looksAt(LEFT)
                .asks(new Step.Question(
                        seen -> "Install it?", seen -> "Install it and go on.", seen -> List.of(), afterwards, true))
                .changesNothing();
    }
}
