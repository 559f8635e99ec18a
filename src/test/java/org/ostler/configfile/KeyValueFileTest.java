package org.ostler.configfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyValueFileTest {
    private static final List<KeyValueFile.Setting> TCP = List.of(new KeyValueFile.Setting("listen_tcp", "1"));

    @Test
    void changesEveryOccurrenceAndKeepsTheRest() {
        assertEquals(
                "# mine\nlisten_tcp = 1\n  listen_tcp = 1 # why not\nother = 2\n",
                KeyValueFile.spaced().merged("# mine\nlisten_tcp = 0\n  listen_tcp=0 # why not\nother = 2\n", TCP));
    }

    @Test
    void leavesAValueThatIsAlreadyThereAsTheOperatorWroteIt() {
        assertEquals("listen_tcp=1", KeyValueFile.spaced().merged("listen_tcp=1", TCP));
    }

    @Test
    void uncommentsADefaultThatIsTheWantedValue() {
        assertEquals("a\nlisten_tcp = 1\nb\n", KeyValueFile.spaced().merged("a\n#listen_tcp = 1\nb\n", TCP));
    }

    @Test
    void putsTheValueAfterADifferentDefault() {
        assertEquals(
                "a\n#listen_tcp = 0\nlisten_tcp = 1\nb\n",
                KeyValueFile.spaced().merged("a\n#listen_tcp = 0\nb\n", TCP));
    }

    @Test
    void appendsWhatIsNowhereAndEndsTheLastLineFirst() {
        assertEquals("a = 1\nlisten_tcp = 1\n", KeyValueFile.spaced().merged("a = 1", TCP));
        assertEquals("listen_tcp = 1\n", KeyValueFile.spaced().merged("", TCP));
    }

    @Test
    void doesNotTouchKeysThatBeginAlike() {
        assertEquals(
                "SELINUXTYPE=targeted\nSELINUX=permissive\n",
                KeyValueFile.tight()
                        .merged(
                                "SELINUXTYPE=targeted\nSELINUX=enforcing\n",
                                List.of(new KeyValueFile.Setting("SELINUX", "permissive"))));
    }

    @Test
    void mergingTwiceChangesNothingMore() {
        String once = KeyValueFile.spaced().merged("#listen_tcp = 0\n", TCP);
        assertEquals(once, KeyValueFile.spaced().merged(once, TCP));
    }

    @Test
    void neverShowsAValueOfASecretKey() {
        FileChange change = new FileChange(
                "/etc/x",
                Optional.of("user=a\npassword=old\n"),
                Optional.of("user=b\npassword=new\n"),
                Optional.empty(),
                Optional.empty(),
                Set.of("password"));
        assertEquals(
                "--- /etc/x\n+++ /etc/x\n@@ -1,2 +1,2 @@\n-user=a\n-password=(secret)\n+user=b\n+password=(secret, changed)\n",
                UnifiedDiff.of(change));
    }

    @Test
    void showsAMissingFinalNewline() {
        String diff = UnifiedDiff.of(FileChange.write("/etc/x", Optional.of("a"), "a\n"));
        assertEquals("--- /etc/x\n+++ /etc/x\n@@ -1,2 +1,1 @@\n a\n-\\ No newline at end of file\n", diff);
    }

    @Test
    void groupsHostsThatGetTheSame() {
        FileChange same = FileChange.write("/etc/x", Optional.of("a\n"), "b\n");
        FileChange other = FileChange.write("/etc/x", Optional.empty(), "b\n");
        Map<String, List<FileChange>> byHost =
                new java.util.TreeMap<>(Map.of("h1", List.of(other), "h2", List.of(same), "h3", List.of(same)));
        assertEquals(
                List.of(List.of("h2", "h3"), List.of("h1")),
                UnifiedDiff.grouped(byHost).stream()
                        .map(UnifiedDiff.Group::hosts)
                        .toList());
    }
}
