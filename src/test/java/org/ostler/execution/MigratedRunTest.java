package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.execution.StorySteps.each;
import static org.ostler.execution.StorySteps.gate;
import static org.ostler.execution.StorySteps.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase;
import org.ostler.TestDatabase.Product;
import org.ostler.platform.Migrations;

/** A run that waits while Ostler is replaced by a newer one. */
final class MigratedRunTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Product.class)
    void aWaitingRunOfThePreviousSchemaIsCopiedMigratedAndGoesOn(Product product) throws Exception {
        TestDatabase database = TestDatabase.empty(product, directory.resolve("ostler"));
        Migrations.runAllButTheLast(database);
        try (Stage stage = new Stage(new TestLedger(database))) {
            UUID run = stage.start(1, false, each(gate(Optional.empty()), run("go")));
            assertEquals(RunState.WAITING, stage.drive(run));
            Migrations.run(database, directory.resolve("backups"));
            stage.restartServer();
            assertEquals(RunState.WAITING, stage.state(run));
            stage.answer(run, "ask@one", "ann", answers -> answers.confirm(Optional.empty(), "go"));
            assertEquals(RunState.SUCCEEDED, stage.drive(run));
            assertEquals(List.of("go"), stage.one.ran);
            assertTrue(copied("database/run.jsonl").contains(run.toString()));
            assertTrue(copied("database/run_step.jsonl").contains("WAITING"));
        } finally {
            database.entities().close();
        }
    }

    /** Of the one archive that was made before the migration. */
    private String copied(String part) throws Exception {
        try (Stream<Path> made = Files.list(directory.resolve("backups"))) {
            List<Path> archives = made.toList();
            assertEquals(1, archives.size());
            assertTrue(archives.get(0).getFileName().toString().startsWith("before-V"), archives::toString);
            try (ZipFile zip = new ZipFile(archives.get(0).toFile())) {
                return new String(zip.getInputStream(zip.getEntry(part)).readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
