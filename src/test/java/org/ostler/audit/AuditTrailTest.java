package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.platform.Refusal;

@ParameterizedClass
@EnumSource(Product.class)
final class AuditTrailTest {
    private static final UUID HOST = UUID.fromString("00000000-0000-0000-0000-000000000001");

    @TempDir
    Path directory;

    private final TestRows rows;
    private final List<AuditTrail> opened = new ArrayList<>();

    AuditTrailTest(Product product) {
        rows = new TestRows(product);
    }

    /** A person who may read. */
    private static final class Reader extends Caller {
        @Override
        public void require(Permission permission) {
            assertEquals(Permission.READ, permission);
        }
    }

    private AuditTrail trail() {
        AuditTrail trail = new AuditTrail(directory, rows, new Reader(), InstantSource.system());
        opened.add(trail);
        return trail;
    }

    private AuditWatch watch(AuditTrail trail) {
        return new AuditWatch(
                directory,
                trail,
                rows,
                new Reader(),
                InstantSource.system(),
                new Witnesses("", directory, InstantSource.system()),
                () -> {});
    }

    @AfterEach
    void closeAll() throws Exception {
        opened.forEach(AuditTrail::close);
        rows.close();
    }

    private static AuditEvent change(int number) {
        return AuditEvent.of(AuditEvent.Kind.OUTCOME, number % 2 == 0 ? "lin" : "zhao", "changed file " + number)
                .about(HOST, "xs-b1")
                .onFile("/etc/file-" + number)
                .with("diff", "+line " + number);
    }

    private AuditTrail trailWith(int entries) throws AuditTrail.JournalUnwritable {
        AuditTrail trail = trail();
        for (int i = 1; i <= entries; i++) {
            trail.record(change(i));
        }
        return trail;
    }

    private String brokenAfterRestart(AuditTrail trail) {
        trail.close();
        AuditTrail next = trail();
        AuditTrail.Verification verification = watch(next).verify();
        assertFalse(verification.valid());
        return verification.broken().orElseThrow();
    }

    private void editJournal(java.util.function.UnaryOperator<List<String>> edit) throws IOException {
        Path segment = directory.resolve("000001.jsonl");
        Files.writeString(segment, String.join("\n", edit.apply(new ArrayList<>(Files.readAllLines(segment)))) + "\n");
    }

    @Test
    void findsNewestFirstPageByPage() throws Exception {
        AuditTrail trail = trailWith(5);
        List<AuditEntry> page = trail.search(AuditQuery.newest(2).about(HOST));
        assertEquals(List.of(5L, 4L), page.stream().map(AuditEntry::number).toList());
        AuditQuery next = AuditQuery.newest(2).about(HOST).following(4);
        assertEquals(
                List.of(3L, 2L),
                trail.search(next).stream().map(AuditEntry::number).toList());
        assertEquals(5, trail.count(next));
    }

    @Test
    void filtersByPersonPathAndTime() throws Exception {
        AuditTrail trail = trailWith(4);
        assertEquals(2, trail.count(query(Optional.of("lin"), Optional.empty())));
        assertEquals(1, trail.count(query(Optional.empty(), Optional.of("/etc/file-3"))));
        assertEquals(4, trail.count(query(Optional.empty(), Optional.of("FILE-"))));
        assertEquals(0, trail.count(query(Optional.empty(), Optional.of("file%"))));
    }

    private static AuditQuery query(Optional<String> actor, Optional<String> path) {
        return new AuditQuery(
                Optional.empty(),
                Optional.empty(),
                actor,
                path,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                10);
    }

    @Test
    void verifiesWhatItWroteAndRemembersIt() throws Exception {
        AuditTrail trail = trailWith(7);
        AuditTrail.Verification verification = watch(trail).verify();
        assertEquals(Optional.empty(), verification.broken());
        assertEquals(7, verification.entries());
        trail.close();
        assertEquals(Optional.of(verification), watch(trail()).lastVerification());
    }

    @Test
    void losesNoEntryWhenTheDatabaseIsDown() throws Exception {
        AuditTrail trail = trailWith(1);
        rows.goDown(true);
        trail.record(change(2));
        trail.record(change(3));
        rows.goDown(false);
        trail.record(change(4));
        assertEquals(4, trail.count(AuditQuery.newest(1)));
        assertTrue(watch(trail).verify().valid());
    }

    @Test
    void writesMissingRowsAgainAtTheStart() throws Exception {
        AuditTrail trail = trailWith(3);
        rows.execute("delete from audit_entry where number = 3");
        trail.close();
        AuditTrail next = trail();
        assertTrue(watch(next).verify().valid());
        AuditEntry told = next.search(AuditQuery.newest(1)).get(0);
        assertEquals(4, told.number());
        assertTrue(
                told.event().summary().contains("entries 3 to 3"), told.event().summary());
    }

    @Test
    void tellsWhenRowsHadGaps() throws Exception {
        trailWith(3).close();
        rows.execute("delete from audit_entry where number = 2");
        AuditTrail next = trail();
        assertTrue(watch(next).verify().valid());
        assertTrue(next.search(AuditQuery.newest(1)).get(0).event().summary().contains("entry 2"));
    }

    @Test
    void namesAChangedRow() throws Exception {
        AuditTrail trail = trailWith(3);
        rows.execute("update audit_entry set actor = 'nobody' where number = 2");
        assertEquals("database: entry 2 differs from the journal in its person", brokenAfterRestart(trail));
    }

    @Test
    void namesARowWithoutAJournalEntry() throws Exception {
        AuditTrail trail = trailWith(3);
        rows.execute("insert into audit_entry select 9, at, kind, actor, subject, subject_name, plan_id, run_id, step,"
                + " attempt, command_id, path, summary, details, previous, hash from audit_entry where number = 3");
        assertEquals("database: entry 9 has no journal entry", brokenAfterRestart(trail));
    }

    @Test
    void namesADeletedRow() throws Exception {
        AuditTrail trail = trailWith(3);
        rows.execute("delete from audit_entry where number = 2");
        assertEquals(
                "database: entry 2 is missing", watch(trail).verify().broken().orElseThrow());
    }

    @Test
    void namesAChangedJournalLineAndTheSideThatIsSound() throws Exception {
        AuditTrail trail = trailWith(3);
        editJournal(lines -> {
            lines.set(1, lines.get(1).replace("zhao", "zhaa").replace("lin", "lim"));
            return lines;
        });
        String broken = brokenAfterRestart(trail);
        assertTrue(broken.startsWith("journal: entry 2 (000001.jsonl) does not have the hash"), broken);
        assertTrue(broken.endsWith("the database has this entry unharmed"), broken);
    }

    @Test
    void findsDeletedInsertedReorderedAndCutOffLines() throws Exception {
        AuditTrail trail = trailWith(4);
        editJournal(lines -> lines.subList(0, 3));
        assertTrue(watch(trail).verify().broken().orElseThrow().contains("ends with entry 3"));
        assertTrue(brokenAfterRestart(trail).contains("entry 4 has no journal entry"));
    }

    @Test
    void findsADeletedLine() throws Exception {
        AuditTrail trail = trailWith(4);
        editJournal(lines -> {
            lines.remove(1);
            return lines;
        });
        assertTrue(brokenAfterRestart(trail).contains("entry 2"));
    }

    @Test
    void findsADoubledLine() throws Exception {
        AuditTrail trail = trailWith(4);
        editJournal(lines -> {
            lines.add(1, lines.get(0));
            return lines;
        });
        assertTrue(brokenAfterRestart(trail).contains("entry 2"));
    }

    @Test
    void findsExchangedLines() throws Exception {
        AuditTrail trail = trailWith(4);
        editJournal(lines -> {
            Collections.swap(lines, 1, 2);
            return lines;
        });
        assertTrue(brokenAfterRestart(trail).contains("entry 2"));
    }

    @Test
    void refusesToRecordWhenTheJournalIsBroken() throws Exception {
        trailWith(2).close();
        editJournal(lines -> lines.subList(1, 2));
        AuditTrail next = trail();
        assertThrows(AuditTrail.JournalUnwritable.class, () -> next.record(change(3)));
        assertFalse(next.isWritable());
    }

    @Test
    void exportsFormulasAsText() throws Exception {
        AuditTrail trail = trail();
        trail.record(AuditEvent.of(AuditEvent.Kind.SETTING, "lin", "=HYPERLINK(\"http://x\")"));
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        trail.export(AuditQuery.newest(1), "csv", csv);
        assertTrue(csv.toString(StandardCharsets.UTF_8).contains("\"'=HYPERLINK(\"\"http://x\"\")\""));
    }

    @Test
    void exportsEveryPageAsJson() throws Exception {
        AuditTrail trail = trailWith(1_203);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        trail.export(AuditQuery.newest(1), "json", json);
        AuditEntry[] entries = org.ostler.platform.Json.mapper().readValue(json.toByteArray(), AuditEntry[].class);
        assertEquals(1_203, entries.length);
        assertEquals(1, entries[0].number());
        assertThrows(Refusal.class, () -> trail.export(AuditQuery.newest(1), "xml", new ByteArrayOutputStream()));
    }
}
