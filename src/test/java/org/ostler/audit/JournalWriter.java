package org.ostler.audit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server as far as the journal is concerned: writes from several threads for as long as it lives, and says of each
 * entry that it is written, once it is.
 */
final class JournalWriter {
    private static final int THREADS = 4;

    /** Few entries to a segment, so that segments are closed all the time too. */
    static final AuditJournal.Limits LIMITS = new AuditJournal.Limits(300_000, Duration.ofDays(7), 0);

    private JournalWriter() {}

    public static void main(String[] arguments) throws Exception {
        AuditJournal journal = new AuditJournal(Path.of(arguments[0]), InstantSource.system(), LIMITS);
        journal.repaired().forEach(told -> say("repaired " + told));
        ExecutorService writers = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(Long.parseLong(arguments[1]) + thread);
            writers.execute(() -> writeOn(journal, random));
        }
        if (!writers.awaitTermination(5, TimeUnit.MINUTES)) {
            say("nobody killed it");
        }
    }

    private static void writeOn(AuditJournal journal, Random random) {
        try {
            while (true) {
                AuditEntry entry = journal.append(event(random));
                say(entry.number() + " " + entry.hash());
            }
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    /** Mostly short; some so long that writing them takes a while. */
    private static AuditEvent event(Random random) {
        int length = random.nextInt(8) == 0 ? random.nextInt(400_000) : random.nextInt(400);
        return AuditEvent.of(AuditEvent.Kind.OUTCOME, "ostler", "change " + random.nextInt())
                .with("diff", "x".repeat(length));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** What a process needs that writes a journal. */
    static String classPath() {
        return Stream.of(
                        JournalWriter.class,
                        AuditJournal.class,
                        JsonMapper.class,
                        JsonFactory.class,
                        JsonCreator.class,
                        Jdk8Module.class,
                        JavaTimeModule.class,
                        jakarta.persistence.EntityManager.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(place -> new File(place.getPath()).getPath())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
