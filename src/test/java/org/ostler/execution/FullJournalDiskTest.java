package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ostler.SmallDisk;
import org.ostler.TestDatabase;
import org.ostler.access.PlainCaller;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.PlainTrail;
import org.ostler.facts.CommandLine;
import org.ostler.platform.Connections;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;
import org.ostler.procedure.Step;

/** The engine while its journal lies on a disk that is really full. */
class FullJournalDiskTest {
    @TempDir
    Path directory;

    private SmallDisk disk;
    private TestDatabase database;
    private PlainTrail trail;
    private Stage stage;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(directory.resolve("disk"), 2048);
        database = TestDatabase.of(TestDatabase.Product.H2);
        Connections connections = new Connections();
        connections.setUrl(database.url());
        connections.setUser(database.user());
        trail = new PlainTrail(disk.place().resolve("journal"), connections, new PlainCaller("admin"), 256 << 10);
        stage = new Stage();
        stage.audit.alsoInto(trail);
    }

    @AfterEach
    void unmount() throws Exception {
        if (stage != null) {
            stage.close();
            trail.close();
            database.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    private void waitInVain(UUID run, String step) {
        for (int tick = 0; tick < 5; tick++) {
            assertTrue(stage.runner.tick(run, step) instanceof Next.Later);
        }
    }

    private void fill() {
        try {
            disk.fill();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its entries are longer than what may be left of a page that is there already. */
    private static Step longer(String program) {
        return Step.step(program, "Run " + program)
                .does(seen -> List.of(Action.run(CommandLine.of(program, "x".repeat(9_000)))))
                .changesNothing();
    }

    @Test
    void aRunningStepEndsAndIsToldWhenThereIsRoomAgain() throws IOException {
        stage.one.programs = words -> {
            if (words.get(0).equals("go")) {
                fill();
            }
            return new FakeHost.Result(0, "done\n");
        };
        UUID run = stage.start(1, false, each(longer("go"), run("next")));
        waitInVain(run, "go@one");
        assertEquals(1, stage.one.ran.size());
        assertEquals(1, stage.one.controlDirectories());
        assertTrue(stage.step(run, "go@one").progress.contains("is recorded on the machine"));
        disk.makeRoom();
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(2, stage.one.ran.size());
        assertEquals(0, stage.one.controlDirectories());
        assertEquals(2, stage.audit.summaries(AuditEvent.Kind.OUTCOME).size());
        assertEquals(stage.audit.events.size(), trail.all().size());
        assertEquals(Optional.empty(), trail.broken());
    }

    @Test
    void nothingNewBeginsWhenTheDiskIsNearlyFullAndWhatRunsIsStillTold() throws IOException {
        UUID run = stage.start(1, false, each(run("go"), run("next")));
        stage.one.programs = words -> {
            if (words.get(0).equals("go")) {
                try {
                    disk.fillTo(128 << 10);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
            return FakeHost.Result.ok();
        };
        for (int tick = 0; tick < 20 && !(stage.runner.tick(run, "go@one") instanceof Next.Idle); tick++) {
            // Until the step is over.
        }
        assertEquals(StepState.SUCCEEDED, stage.step(run, "go@one").state);
        waitInVain(run, "next@one");
        assertEquals(List.of("go"), stage.one.ran);
        assertEquals(StepState.PENDING, stage.step(run, "next@one").state);
        Refusal refusal = assertThrows(Refusal.class, () -> {
            try {
                new Starting(stage.tools, null).start(null, "ann");
            } catch (Journal.Unwritable unwritable) {
                throw unwritable.refusal();
            }
        });
        assertEquals("journal-unwritable", refusal.code());
        assertTrue(refusal.getMessage().contains("KiB left"), refusal.getMessage());
        assertTrue(refusal.next().contains("Make room"), refusal.next());
        disk.makeRoom();
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("go", "next"), stage.one.ran);
        assertEquals(Optional.empty(), trail.broken());
    }
}
