package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditJournalTest {
    @TempDir
    Path directory;

    private static AuditEvent event(String summary) {
        return AuditEvent.of(AuditEvent.Kind.SETTING, "admin", summary);
    }

    private AuditJournal journal() throws IOException {
        return new AuditJournal(
                directory, InstantSource.system(), new AuditJournal.Limits(2_000, Duration.ofDays(7), 1 << 20));
    }

    private List<AuditEntry> entries() throws IOException {
        List<AuditEntry> entries = new ArrayList<>();
        JournalReader.Reading reading =
                new JournalReader(directory).readAll(Long.MAX_VALUE, line -> entries.add(Chain.entry(line)));
        assertEquals(List.of(), reading.broken().stream().toList());
        return entries;
    }

    private Path lastSegment() throws IOException {
        List<Path> segments = new JournalReader(directory).segments();
        return segments.get(segments.size() - 1);
    }

    @Test
    void numbersAndChainsWhatItIsGivenAcrossSegmentsAndStarts() throws IOException {
        for (int start = 0; start < 3; start++) {
            try (AuditJournal journal = journal()) {
                for (int i = 0; i < 20; i++) {
                    journal.append(event("entry " + start + "." + i).with("diff", "-a\n+\u4e3b\u673a"));
                }
            }
        }
        List<AuditEntry> entries = entries();
        assertEquals(60, entries.size());
        assertEquals(60, entries.get(59).number());
        assertEquals("entry 2.19", entries.get(59).event().summary());
        assertTrue(new JournalReader(directory).segments().size() > 3);
    }

    @Test
    void movesAnIncompleteLastLineAsideAndTellsIt() throws IOException {
        try (AuditJournal journal = journal()) {
            journal.append(event("whole"));
        }
        Files.writeString(lastSegment(), "{\"at\":\"2026", StandardOpenOption.APPEND);
        try (AuditJournal journal = journal()) {
            assertTrue(journal.repaired().get(0).contains("11 bytes"));
            journal.append(event("after"));
        }
        assertEquals(
                List.of("whole", "after"),
                entries().stream().map(entry -> entry.event().summary()).toList());
        try (Stream<Path> files = Files.list(directory)) {
            assertTrue(files.anyMatch(file -> file.toString().contains(".torn-")));
        }
    }

    @Test
    void makesAHeadFileAgainThatABackupLacksAndTakesNoOther() throws IOException {
        try (AuditJournal journal = journal()) {
            for (int i = 0; i < 20; i++) {
                journal.append(event("entry " + i));
            }
        }
        JournalReader reader = new JournalReader(directory);
        Path head = reader.headFile(JournalReader.number(lastSegment()) - 1);
        String before = Files.readString(head);
        Files.delete(head);
        try (AuditJournal journal = journal()) {
            assertTrue(journal.repaired().get(0).contains(head.getFileName() + " was missing"));
            journal.append(event("after"));
        }
        assertEquals(before, Files.readString(head));
        assertEquals(21, entries().size());
        Files.writeString(head, new Head(1, ChainLine.sha256(new byte[0])).json());
        assertThrows(IOException.class, this::journal);
    }

    @Test
    void refusesASecondWriter() throws IOException {
        try (AuditJournal first = journal()) {
            first.append(event("mine"));
            assertThrows(AuditJournal.InUse.class, this::journal);
            first.append(event("still mine"));
        }
        journal().close();
    }

    @Test
    void appendsNothingToABrokenChain() throws IOException {
        try (AuditJournal journal = journal()) {
            journal.append(event("one"));
            journal.append(event("two"));
        }
        String text = Files.readString(lastSegment());
        Files.writeString(lastSegment(), text.replace("two", "2wo"));
        assertTrue(assertThrows(IOException.class, this::journal).getMessage().contains("entry 2"));
    }

    @Test
    void failsClosedAndRecoversWhenItsDirectoryComesBack() throws IOException {
        try (AuditJournal journal = journal()) {
            journal.append(event("before"));
            Path away = directory.resolveSibling("away");
            Files.move(directory, away);
            assertTrue(journal.trouble().isPresent());
            assertThrows(IOException.class, () -> journal.append(event("lost")));
            Files.move(away, directory);
            assertEquals(Optional.empty(), journal.trouble());
            journal.append(event("after"));
        }
        assertEquals(2, entries().size());
    }

    @Test
    void keepsAnEntryWhoseWriterIsInterrupted() throws IOException {
        try (AuditJournal journal = journal()) {
            Thread.currentThread().interrupt();
            journal.append(event("interrupted"));
            assertTrue(Thread.interrupted());
            journal.append(event("next"));
        }
        assertEquals(2, entries().size());
    }

    @Test
    void takesManyWritersAtOnceWithoutGaps() throws Exception {
        try (AuditJournal journal = new AuditJournal(directory, InstantSource.system(), AuditJournal.Limits.STANDARD)) {
            ExecutorService writers = Executors.newFixedThreadPool(8);
            List<Future<AuditEntry>> written = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int number = i;
                written.add(writers.submit(() -> journal.append(event("entry " + number))));
            }
            for (Future<AuditEntry> entry : written) {
                entry.get();
            }
            writers.shutdown();
        }
        assertEquals(400, entries().size());
    }

    @Test
    void keepsTextThatNoDatabaseTakes() throws IOException {
        try (AuditJournal journal = journal()) {
            journal.append(event("nul \0, half \ud83d pair").with("long", "x".repeat(3_000_000)));
        }
        AuditEvent kept = entries().get(0).event();
        assertEquals("nul \ufffd, half ? pair", kept.summary());
        assertTrue(kept.details().get("long").endsWith("(cut)"));
        assertTrue(Files.readString(lastSegment(), StandardCharsets.UTF_8).length() < 1_100_000);
    }
}
