package org.ostler.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.access.Acting;

/** What looks ask the trail: which files were written last, and where something was done. */
@ParameterizedClass
@EnumSource(Product.class)
final class WrittenFilesTest {
    private static final UUID HOST = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000002");

    @TempDir
    Path directory;

    private final TestRows rows;
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private AuditTrail trail;

    WrittenFilesTest(Product product) {
        rows = new TestRows(product);
    }

    @AfterEach
    void close() throws Exception {
        trail.close();
        rows.close();
    }

    private void intent(UUID host, String path) throws Exception {
        tell(AuditEvent.of(AuditEvent.Kind.INTENT, "zhao", "write " + path)
                .about(host, "h")
                .onFile(path));
    }

    private void outcome(UUID host, String path, String result, String sum) throws Exception {
        tell(AuditEvent.of(AuditEvent.Kind.OUTCOME, "zhao", "wrote " + path)
                .about(host, "h")
                .onFile(path)
                .with("result", result)
                .with("after", sum));
    }

    private void tell(AuditEvent event) throws Exception {
        if (trail == null) {
            InstantSource clock = () -> now;
            trail = new AuditTrail(directory, rows, new Acting("zhao"), clock);
        }
        trail.record(event);
    }

    private List<String> written() {
        return trail.writtenFiles(HOST).stream()
                .map(entry -> entry.event().path().orElseThrow() + "="
                        + entry.event().details().get("after"))
                .sorted()
                .toList();
    }

    @Test
    void theLastWriteOfEachFileCounts() throws Exception {
        intent(HOST, "/etc/a");
        outcome(HOST, "/etc/a", "done", "1");
        intent(HOST, "/etc/a");
        outcome(HOST, "/etc/a", "done", "2");
        outcome(HOST, "/etc/b", "done", "3");
        outcome(OTHER, "/etc/c", "done", "4");
        assertEquals(List.of("/etc/a=2", "/etc/b=3"), written());
    }

    @Test
    void aWriteThatFailedLeavesTheOneBefore() throws Exception {
        outcome(HOST, "/etc/a", "done", "1");
        intent(HOST, "/etc/a");
        outcome(HOST, "/etc/a", "failed", "2");
        assertEquals(List.of("/etc/a=1"), written());
    }

    @Test
    void aFileWithAnOpenIntentOrAnUnknownOutcomeIsNotJudged() throws Exception {
        outcome(HOST, "/etc/a", "done", "1");
        intent(HOST, "/etc/a");
        outcome(HOST, "/etc/b", "done", "1");
        outcome(HOST, "/etc/b", "unknown", "2");
        assertEquals(List.of(), written());
    }

    @Test
    void tellsWhereSomethingWasDoneSince() throws Exception {
        outcome(OTHER, "/etc/a", "done", "1");
        now = now.plusSeconds(60);
        outcome(HOST, "/etc/a", "done", "1");
        tell(AuditEvent.of(AuditEvent.Kind.HOST_KEY, "zhao", "accepted").about(OTHER, "o"));
        assertEquals(Map.of(HOST, now), trail.lastChanges(now.minusSeconds(1)));
        assertEquals(2, trail.lastChanges(now.minusSeconds(100)).size());
    }
}
