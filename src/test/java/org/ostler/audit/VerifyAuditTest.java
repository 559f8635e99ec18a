package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier that needs nothing but the journal. */
final class VerifyAuditTest {
    @TempDir
    Path directory;

    private final List<AuditEntry> written = new ArrayList<>();
    private Path journal;
    private Path witness;
    private String said = "";

    @BeforeEach
    void write() throws IOException {
        journal = directory.resolve("data/journal");
        witness = directory.resolve("witness");
        Witnesses witnesses = new Witnesses("file:" + witness, journal, InstantSource.system());
        try (AuditJournal writer = new AuditJournal(
                journal, InstantSource.system(), new AuditJournal.Limits(2_000, Duration.ofDays(7), 0))) {
            for (int number = 1; number <= 20; number++) {
                written.add(writer.append(AuditEvent.of(AuditEvent.Kind.SETTING, "admin", "entry " + number)));
                if (number % 6 == 0) {
                    witnesses.see(writer.identity().orElseThrow(), writer.head());
                }
            }
        }
    }

    private int verify(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(directory.resolve("data").toString()));
        arguments.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = VerifyAudit.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        return status;
    }

    private String head(int number) {
        return number + ":" + written.get(number - 1).hash();
    }

    @Test
    void saysWhatItReadAndItsHead() {
        assertEquals(VerifyAudit.SOUND, verify("--witness", witness.toString()), () -> said);
        assertTrue(said.contains("entries   20, from 1 to 20"), said);
        assertTrue(said.contains("head      " + head(20)), said);
        assertTrue(said.contains("witness   3 heads"), said);
    }

    @Test
    void namesTheFirstBadEntry() throws IOException {
        Path segment = journal.resolve("000001.jsonl");
        Files.writeString(segment, Files.readString(segment).replace("entry 3\"", "entry 9\""));
        assertEquals(VerifyAudit.BROKEN, verify());
        assertTrue(said.contains("BROKEN at entry 3"), said);
        assertTrue(said.contains("journal: entry 3 (000001.jsonl) does not have the hash that it names"), said);
    }

    @Test
    void takesAHeadThatWasWrittenDownByHand() {
        assertEquals(VerifyAudit.SOUND, verify("--head", head(7), "--head", head(20)), () -> said);
        String other = ChainLine.sha256(new byte[0]);
        assertEquals(VerifyAudit.BROKEN, verify("--head", "7:" + other));
        assertEquals(VerifyAudit.BROKEN, verify("--head", "21:" + other));
        assertTrue(said.contains("witness: has seen entry 21"), said);
    }

    @Test
    void findsAJournalThatWasWrittenAnewByItsWitness() throws IOException {
        Path other = directory.resolve("other");
        List<AuditEntry> anew = TamperedTrail.recomputed(written, 10);
        Files.createDirectories(other);
        Files.writeString(
                other.resolve("000001.jsonl"),
                String.join(
                        "", anew.stream().map(entry -> Chain.line(entry) + "\n").toList()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertEquals(VerifyAudit.SOUND, VerifyAudit.run(List.of(other.toString()), to));
        assertEquals(
                VerifyAudit.BROKEN, VerifyAudit.run(List.of(other.toString(), "--witness", witness.toString()), to));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("BROKEN at entry 7"), out::toString);
    }

    @Test
    void readsHeadsAmongTheLinesOfALogServer() throws IOException {
        Path log = directory.resolve("auth.log");
        Files.writeString(log, "Nov 22 09:00:01 web sshd[1]: Accepted publickey\n");
        for (String line : Files.readAllLines(witness)) {
            Files.writeString(log, "Nov 22 09:00:02 web ostler - - - " + line + "\n", StandardOpenOption.APPEND);
        }
        assertEquals(VerifyAudit.SOUND, verify("--witness", log.toString()), () -> said);
        assertTrue(said.contains("witness   3 heads"), said);
    }

    @Test
    void saysWhenTheLastLineIsTorn() throws IOException {
        List<Path> segments = new JournalReader(journal).segments();
        Path end = segments.get(segments.size() - 1);
        Files.writeString(end, "{\"at\":", StandardOpenOption.APPEND);
        assertEquals(VerifyAudit.SOUND, verify(), () -> said);
        assertTrue(said.contains("torn      6 bytes"), said);
    }

    @Test
    void endsWithTwoWhenThereIsNothingToVerify() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertEquals(VerifyAudit.UNREADABLE, VerifyAudit.run(List.of(), to));
        assertEquals(VerifyAudit.UNREADABLE, VerifyAudit.run(List.of("/nowhere"), to));
        assertEquals(VerifyAudit.UNREADABLE, verify("--witness"));
        assertEquals(VerifyAudit.UNREADABLE, verify("--witness", "/nowhere"));
        assertEquals(VerifyAudit.UNREADABLE, verify("--head", "7:abc"));
    }

    /** The jar that the build makes of these classes is complete. */
    @Test
    void needsNothingButTheJdk() throws Exception {
        Path classes = Path.of(VerifyAudit.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path alone = directory.resolve("alone");
        Matcher included = Pattern.compile("<include>(org/ostler/audit/[^<]+)</include>")
                .matcher(Files.readString(Path.of("pom.xml")));
        while (included.find()) {
            copy(classes, alone, included.group(1));
        }
        Process verifier = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        alone.toString(),
                        VerifyAudit.class.getName(),
                        journal.toString(),
                        "--witness",
                        witness.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(verifier.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(VerifyAudit.SOUND, verifier.waitFor(), out);
        assertTrue(out.contains("result    sound"), out);
    }

    private static void copy(Path classes, Path to, String pattern) throws IOException {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.list(classes.resolve("org/ostler/audit"))) {
            for (Path file : files.toList()) {
                if (matcher.matches(classes.relativize(file))) {
                    Files.createDirectories(to.resolve("org/ostler/audit"));
                    Files.copy(file, to.resolve(classes.relativize(file).toString()));
                }
            }
        }
    }
}
