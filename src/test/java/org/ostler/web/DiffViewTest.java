package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DiffViewTest {
    @Test
    void showsThreeLinesAroundAChangeAndItsPlaces() {
        DiffView diff = diff("a\nb\nc\nd\nx=1\ne\nf\ng\nh\n", "a\nb\nc\nd\nx=2\ne\nf\ng\nh\n");

        assertEquals(
                "h @@ -2 +2 @@| b| c| d|d x=1|a x=2| e| f| g",
                diff.rows().stream().map(DiffViewTest::line).collect(Collectors.joining("|")));
        assertEquals("5", diff.rows().get(4).left());
        assertEquals("5", diff.rows().get(5).right());
    }

    @Test
    void marksTheChangedPartOfALine() {
        assertEquals("ONBOOT=[no]", marks("ONBOOT=no", "ONBOOT=yes"));
        assertEquals("nothing alike", marks("nothing alike", "42"));
    }

    @Test
    void countsANewFileAsAddedLinesOnly() {
        DiffView diff = DiffView.of("/etc/x", Optional.empty(), Optional.of("a\nb\n"), Set.of());

        assertEquals(2, diff.added());
        assertEquals(0, diff.removed());
    }

    @Test
    void keepsTwoFarChangesApartAndRepeatsNoLine() {
        String old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        DiffView diff = diff(old, old.replace("2\n3", "two\n3").replace("11", "eleven"));

        assertEquals(
                2, diff.rows().stream().filter(row -> row.kind().equals("h")).count());
        assertEquals(
                diff.rows().size(),
                diff.rows().stream()
                        .map(row -> row.kind() + row.left() + "/" + row.right() + line(row))
                        .distinct()
                        .count());
    }

    @Test
    void tellsOfASecretOnlyWhetherItChanges() {
        DiffView diff = DiffView.of(
                "/etc/x", Optional.of("password = old1\n"), Optional.of("password = new2\n"), Set.of("password"));
        String shown = diff.rows().stream().map(DiffViewTest::line).collect(Collectors.joining("|"));

        assertTrue(shown.contains("(secret, changed)"), shown);
        assertFalse(shown.contains("old1") || shown.contains("new2"), shown);
    }

    private static DiffView diff(String before, String after) {
        return DiffView.of("/etc/x", Optional.of(before), Optional.of(after), Set.of());
    }

    private static String line(DiffView.Row row) {
        return row.kind() + " "
                + row.pieces().stream().map(DiffView.Piece::text).collect(Collectors.joining());
    }

    private static String marks(String text, String other) {
        return DiffView.marked(text, other).stream()
                .filter(piece -> !piece.text().isEmpty())
                .map(piece -> piece.changed() ? "[" + piece.text() + "]" : piece.text())
                .collect(Collectors.joining());
    }
}
