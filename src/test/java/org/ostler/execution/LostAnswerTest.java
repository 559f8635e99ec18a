package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Place;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;
import org.ostler.ssh.RealSshd;

/**
 * It was done, but the answer was lost: for each kind of proof the effect happens on a real OpenSSH host, its answer
 * never arrives, and the step ends as done, exactly once.
 */
final class LostAnswerTest {
    /** More than opening a channel takes, less than asking for anything: from then on only answers are lost. */
    private static final int ASKED = 100;

    private static final String FILE = "/etc/kept.conf";
    private static final Fact<Optional<String>> TEXT =
            Fact.onHost("file", FILE, answer -> answer.ok() ? Optional.of(answer.out()) : Optional.<String>empty());

    @TempDir
    static Path directory;

    private static RealBench bench;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs root and an OpenSSH server");
        bench = new RealBench(directory, UnaryOperator.identity(), "counters", "slow-disk");
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    private static Action counted(String word) {
        return Action.run(CommandLine.of("sh", "-c", "echo " + word + " >>/var/lib/units/calls"));
    }

    private static long count(String word) {
        try {
            return bench.calls().stream().filter(word::equals).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Carries the steps out; the answer to the first such operation is lost when its effect is there. */
    private static UUID loseAnswer(String operation, BooleanSupplier effect, Step... steps) throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        bench.points.watch((number, point) -> {
            if (point.equals("before " + operation) && lost.compareAndSet(false, true)) {
                bench.cable.loseAnswersAfter(ASKED);
            }
        });
        UUID run = bench.start("deb", steps);
        bench.await(() -> lost.get() && effect.getAsBoolean(), () -> bench.said(run));
        bench.cable.cut();
        bench.cable.plugIn();
        bench.await(run, RunState.SUCCEEDED);
        assertEquals(1, bench.of(run).steps().get(0).attempts().size(), "without a second attempt");
        return run;
    }

    @Test
    void aCommandThatRanIsDoneOnce() throws Exception {
        Step step = Step.step("go", "Go").does(seen -> List.of(counted("ran"))).changesNothing();
        loseAnswer("start", () -> count("ran") > 0, step);
        assertEquals(1, count("ran"));
    }

    @Test
    void aResultThatWasReadInVainIsReadAgain() throws Exception {
        Step step =
                Step.step("go", "Go").does(seen -> List.of(counted("followed"))).changesNothing();
        loseAnswer("follow", () -> count("followed") > 0, step);
        assertEquals(1, count("followed"));
    }

    @Test
    void aFileThatWasWrittenIsWrittenOnce() throws Exception {
        Step step = Step.step("write", "Write")
                .looksAt(TEXT)
                .does(seen -> List.of(Action.write(FileChange.write(FILE, seen.fact(TEXT), "kept = 1\n"))))
                .undoneBy(new Undo.RestoreFiles());
        // The answer follows the disk, which is slow: the line is cut between the two.
        Path slow = Files.writeString(bench.host.file("/run/slow-disk"), "1\n");
        bench.points.watch((number, point) -> {});
        UUID run = bench.start("deb", step);
        bench.await(() -> count("moved " + FILE) > 0, () -> bench.said(run));
        bench.cable.cut();
        Files.delete(slow);
        bench.await(run, RunState.SUCCEEDED);
        assertTrue(bench.said(run).contains("Done"), () -> bench.said(run));
        assertEquals(1, count("moved " + FILE));
        assertEquals("kept = 1\n", Files.readString(bench.host.file(FILE)));
    }

    @Test
    void aLinkThatWasMadeIsMadeOnce() throws Exception {
        Step step = Step.step("link", "Link")
                .does(seen -> List.of(new Action.MakeLink(Place.HOST, "/etc/kept.link", "libvirt/libvirtd.conf")))
                .changesNothing();
        loseAnswer("link", () -> count("moved /etc/kept.link") > 0, step);
        assertEquals(1, count("moved /etc/kept.link"));
    }

    @Test
    void aPersonsAnswerIsTakenOnceHoweverOftenItIsGiven() throws Exception {
        bench.points.watch((number, point) -> {});
        Step step = Step.step("ask", "Ask")
                .does(seen -> List.of(new Action.AskPerson("Is the cable in?", "Plug it in."), counted("answered")))
                .changesNothing();
        UUID run = bench.start("deb", step);
        bench.await(run, RunState.WAITING);
        RunView.StepView gate = bench.step(run, "ask");
        Optional<Long> version = gate.gate().map(RunView.GateView::version);
        bench.engine.runs.confirm(run, gate.id(), version, "it is");
        Refusal second = assertThrows(Refusal.class, () -> bench.engine.runs.confirm(run, gate.id(), version, "it is"));
        assertTrue(
                second.getMessage().contains("answered by admin")
                        || second.code().equals("run-is-over"),
                second::toString);
        bench.await(run, RunState.SUCCEEDED);
        assertEquals(1, count("answered"));
    }
}
