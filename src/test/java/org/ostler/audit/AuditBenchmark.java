package org.ostler.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.ostler.access.PlainCaller;
import org.ostler.bench.Benchmark;
import org.ostler.bench.Goal;
import org.ostler.bench.Report;
import org.ostler.bench.Workplace;

/**
 * Entries written so that they are on disk and have their row, found again, and verified, beside plain forced appends of
 * the same bytes and a plain hash of the same files. The trail is the product's over H2 in a file, without a container.
 */
public final class AuditBenchmark implements Benchmark {
    private static final int ALONE = 500;

    /** By several writers; what is missing to {@link #ENTRIES} is filled in without being measured. */
    private static final int TOGETHER = 4_000;

    private static final int WRITERS = 16;
    private static final int ENTRIES = 100_000;
    private static final int PAGE = 50;
    private static final int QUERIES = 40;
    private static final String DIFF = "@@ -12,3 +12,4 @@\n max_clients = 200\n+listen_tcp = 1\n".repeat(6);
    private static final List<UUID> HOSTS =
            Stream.generate(UUID::randomUUID).limit(50).toList();
    private static final List<UUID> RUNS =
            Stream.generate(UUID::randomUUID).limit(200).toList();

    @Override
    public String title() {
        return "Audit trail (journal forced to disk, H2 in a file)";
    }

    @Override
    public void measure(Report report) throws Exception {
        try (Workplace place = Workplace.open("audit")) {
            Path journal = place.directory().resolve("journal");
            PlainTrail trail =
                    place.keep(new PlainTrail(journal, database(place.directory()), new PlainCaller("admin")));
            written(trail, 0, 200);
            double one = written(trail, 200, ALONE);
            double raw = forcedAppends(place.directory(), size(journal) / (ALONE + 200));
            report.figure("written by one writer", one, "entries/s", "forced appends", raw, new Goal.None());
            double many = writtenByMany(trail, ALONE + 200);
            report.figure(
                    "written by " + WRITERS + " writers", many, "entries/s", "forced appends", raw, new Goal.None());
            trail.fill(ALONE + 200 + TOGETHER, ENTRIES, AuditBenchmark::event);
            queried(report, trail);
            double hash = hashed(journal);
            long begun = System.nanoTime();
            Optional<String> broken = trail.broken();
            if (broken.isPresent()) {
                throw new AssertionError(broken.get());
            }
            report.figure("verified", perSecond(ENTRIES, begun), "entries/s", "SHA-256", hash, new Goal.None());
        }
    }

    private static JdbcDataSource database(Path directory) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + directory.resolve("ostler") + ";WRITE_DELAY=0");
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return database;
    }

    private static double perSecond(int entries, long begun) {
        return entries / ((System.nanoTime() - begun) / 1e9);
    }

    private static double written(PlainTrail trail, int from, int entries) throws AuditTrail.JournalUnwritable {
        long begun = System.nanoTime();
        for (int number = from; number < from + entries; number++) {
            trail.record(event(number));
        }
        return perSecond(entries, begun);
    }

    private static double writtenByMany(PlainTrail trail, int from) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        int each = TOGETHER / WRITERS;
        long begun = System.nanoTime();
        try {
            List<Future<Double>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = from + writer * each;
                writing.add(writers.submit(() -> written(trail, first, each)));
            }
            for (Future<Double> one : writing) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
        }
        return perSecond(each * WRITERS, begun);
    }

    /** As the product writes them: an intent and an outcome for each change of a file. */
    private static AuditEvent event(int number) {
        AuditEvent event = AuditEvent.of(
                        number % 2 == 0 ? AuditEvent.Kind.INTENT : AuditEvent.Kind.OUTCOME,
                        number % 7 == 0 ? "zhao" : "ostler",
                        "kvm-" + number % 50 + ": wrote /etc/libvirt/libvirtd.conf")
                .about(HOSTS.get(number % HOSTS.size()), "kvm-" + number % HOSTS.size())
                .with("result", "done")
                .with("diff", DIFF);
        return new AuditEvent(
                event.kind(),
                event.actor(),
                event.subject(),
                event.subjectName(),
                Optional.empty(),
                Optional.of(RUNS.get(number / 500 % RUNS.size())),
                Optional.of("libvirt.conf"),
                1,
                Optional.empty(),
                Optional.of("/etc/libvirt/" + number % 20 + ".conf"),
                event.summary(),
                event.details());
    }

    private static long size(Path journal) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private static double forcedAppends(Path directory, long size) throws IOException {
        byte[] line = new byte[Math.toIntExact(size)];
        Arrays.fill(line, (byte) 'x');
        try (FileChannel file = FileChannel.open(
                directory.resolve("appended"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long begun = 0;
            for (int number = -200; number < ALONE; number++) {
                begun = number == 0 ? System.nanoTime() : begun;
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            return perSecond(ALONE, begun);
        }
    }

    private static void queried(Report report, PlainTrail trail) {
        AuditQuery newest = AuditQuery.newest(PAGE);
        time(report, "newest page of 50", trail, number -> newest);
        time(report, "page of 50 of a host", trail, number -> newest.about(HOSTS.get(number % HOSTS.size())));
        time(report, "page of 50 of a run", trail, number -> newest.ofRun(RUNS.get(number % RUNS.size())));
        time(report, "page of 50 of a person and a file", trail, number -> of("zhao", "/etc/libvirt/7.conf"));
        time(report, "page of 50 with words in path or summary", trail, number -> of("zhao", "kvm-4"));
    }

    private static AuditQuery of(String actor, String path) {
        AuditQuery newest = AuditQuery.newest(PAGE);
        return new AuditQuery(
                newest.subject(),
                newest.run(),
                Optional.of(actor),
                Optional.of(path),
                newest.from(),
                newest.to(),
                newest.after(),
                newest.oldestFirst(),
                newest.limit());
    }

    /** One of the pages that are asked for. */
    private interface Question {
        AuditQuery query(int number);
    }

    private static void time(Report report, String what, PlainTrail trail, Question question) {
        double[] millis = new double[QUERIES];
        for (int number = 0; number < QUERIES; number++) {
            long begun = System.nanoTime();
            int found = trail.search(question.query(number)).size();
            millis[number] = (System.nanoTime() - begun) / 1e6;
            if (found != PAGE) {
                throw new AssertionError(what + ": " + found);
            }
        }
        Arrays.sort(millis);
        report.figure(what + " (of 100,000), median", millis[QUERIES / 2], "ms", new Goal.None());
    }

    /** Entries a second, if hashing their bytes were all. */
    private static double hashed(Path journal) throws Exception {
        long begun = System.nanoTime();
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(Files.readAllBytes(file));
                digest.digest();
            }
        }
        return perSecond(ENTRIES, begun);
    }
}
