package org.ostler.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ostler.credential.Secret;
import org.ostler.facts.CommandLine;
import org.ostler.ssh.HostRunner.HostRefused;
import org.ostler.ssh.HostRunner.Started;
import org.ostler.ssh.HostRunner.State;

/**
 * What every host runner keeps, whoever implements it: the script under any shell, the lab's program. A subclass says
 * how to connect and which of its programs print, wait and fail.
 */
public abstract class HostRunnerConformance {
    private static final Duration SOON = Duration.ofSeconds(60);

    private RemoteShell shell;

    /** A new connection to the host under test. */
    protected abstract RemoteShell connect() throws SshTrouble;

    /** A directory on the host in which files may be made. */
    protected abstract String workplace();

    /** Prints these words to standard output exactly, with {@code |} after each, and ends with 0. */
    protected CommandLine print(String... words) {
        return CommandLine.of("printf", "%s|").plus(words);
    }

    /** Ends with this status at once. */
    protected CommandLine fail(int status) {
        return CommandLine.of("sh", "-c", "exit " + status);
    }

    /** Prints the numbers from 1 to 20, one a line, over about two seconds. */
    protected CommandLine count() {
        return CommandLine.of("sh", "-c", "i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo $i; sleep 0.1; done");
    }

    /** Runs for a minute when nobody stops it. */
    protected CommandLine dawdle() {
        return CommandLine.of("sleep", "60");
    }

    /** Prints what it finds on descriptor 3. */
    protected Optional<CommandLine> printSecret() {
        return Optional.of(CommandLine.of("sh", "-c", "cat <&3"));
    }

    protected final synchronized RemoteShell shell() throws SshTrouble {
        if (shell == null) {
            shell = connect();
        }
        return shell;
    }

    protected final HostRunner runner() throws SshTrouble {
        return shell().runner();
    }

    @AfterEach
    final void hangUp() {
        if (shell != null) {
            shell.close();
            shell = null;
        }
    }

    /** What a command printed, stream by stream; fails on a gap or a repetition. */
    protected static final class Printed implements HostRunner.Sink {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();

        @Override
        public synchronized void part(int stream, byte[] bytes, long offset) {
            ByteArrayOutputStream to = stream == 1 ? out : err;
            assertEquals(to.size(), offset, "a part begins where the last ended");
            to.writeBytes(bytes);
        }

        public synchronized String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        public synchronized String err() {
            return err.toString(StandardCharsets.UTF_8);
        }

        public synchronized long outLength() {
            return out.size();
        }

        public synchronized long errLength() {
            return err.size();
        }
    }

    protected final Printed run(UUID id, CommandLine line, State expected) throws Exception {
        assertEquals(Started.STARTED, runner().start(id, line, Optional.empty()));
        Printed printed = new Printed();
        assertEquals(expected, runner().follow(id, 0, 0, printed));
        return printed;
    }

    protected static State exited(int status) {
        return new State.Exited(status);
    }

    protected final String file(String name) {
        return workplace() + "/" + name + "-" + UUID.randomUUID();
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static String sha256(String text) {
        return RunnerScript.hash(bytes(text));
    }

    protected final String refusal(org.junit.jupiter.api.function.Executable change) {
        return assertThrows(HostRefused.class, change).code();
    }

    @Test
    void tellsTheSameIdentityEachTime() throws Exception {
        HostRunner.Identity first = runner().identity();
        assertTrue(first.bootId().length() > 8 && first.marker().length() > 8, first.toString());
        try (RemoteShell other = connect()) {
            assertEquals(first, other.runner().identity());
        }
    }

    @Test
    void everyArgumentArrivesUnchanged() throws Exception {
        String[] odd = {"", "a b", "it's", "\"$HOME\" `id`", "*", "line\nbreak", "ünï 中文", "-n", "\\", "--", "  "};
        Printed printed = run(UUID.randomUUID(), print(odd), exited(0));
        assertEquals(String.join("|", odd) + "|", printed.out());
        assertEquals("", printed.err());
    }

    @Test
    void theStatusComesBackAndStays() throws Exception {
        UUID id = UUID.randomUUID();
        run(id, fail(7), exited(7));
        try (RemoteShell other = connect()) {
            assertEquals(exited(7), other.runner().result(id));
        }
    }

    @Test
    void aSecondStartOfAnIdStartsNothing() throws Exception {
        UUID id = UUID.randomUUID();
        Printed first = run(id, print("once"), exited(0));
        assertEquals(Started.ALREADY_KNOWN, runner().start(id, print("twice"), Optional.empty()));
        Printed again = new Printed();
        assertEquals(exited(0), runner().follow(id, 0, 0, again));
        assertEquals(first.out(), again.out());
    }

    @Test
    void anIdNeverStartedIsMissing() throws Exception {
        assertEquals(new State.Missing(), runner().result(UUID.randomUUID()));
        assertEquals(new State.Missing(), runner().follow(UUID.randomUUID(), 0, 0, new Printed()));
    }

    @Test
    void aCleanedIdIsMissing() throws Exception {
        UUID id = UUID.randomUUID();
        run(id, print("x"), exited(0));
        runner().clean(id);
        assertEquals(new State.Missing(), runner().result(id));
    }

    @Test
    void goesOnWithoutItsConnectionAndLosesNothing() throws Exception {
        UUID id = UUID.randomUUID();
        Printed printed = new Printed();
        assertEquals(Started.STARTED, runner().start(id, count(), Optional.empty()));
        RemoteShell first = shell();
        assertThrows(SshTrouble.class, () -> first.runner().follow(id, 0, 0, (stream, bytes, offset) -> {
            printed.part(stream, bytes, offset);
            first.close();
        }));
        try (RemoteShell second = connect()) {
            State end = second.runner().follow(id, printed.outLength(), printed.errLength(), printed);
            assertEquals(exited(0), end);
        }
        StringBuilder expected = new StringBuilder();
        for (int number = 1; number <= 20; number++) {
            expected.append(number).append('\n');
        }
        assertEquals(expected.toString(), printed.out());
    }

    @Test
    void outputIsReadAgainFromAnyOffset() throws Exception {
        UUID id = UUID.randomUUID();
        run(id, print("0123456789"), exited(0));
        StringBuilder late = new StringBuilder();
        runner().follow(id, 7, 0, (stream, bytes, offset) -> late.append(offset)
                .append(' ')
                .append(new String(bytes, StandardCharsets.UTF_8)));
        assertEquals("7 789|", late.toString());
    }

    @Test
    void aStoppedCommandHasEnded() throws Exception {
        UUID id = UUID.randomUUID();
        runner().start(id, dawdle(), Optional.empty());
        assertEquals(new State.Running(), runner().result(id));
        long begun = System.nanoTime();
        String seen = runner().kill(id);
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10), "stopped at once");
        assertTrue(seen.length() > 0);
        State end = runner().follow(id, 0, 0, new Printed());
        assertTrue(end instanceof State.Exited exited && exited.status() != 0, end + " " + seen);
        runner().kill(id);
    }

    @Test
    void aSecretArrivesOnDescriptor3() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(printSecret().isPresent());
        UUID id = UUID.randomUUID();
        String secret = "p4ss \"wörd\"\nsecond line";
        runner().start(id, printSecret().get(), Optional.of(new Secret(secret)));
        Printed printed = new Printed();
        assertEquals(exited(0), runner().follow(id, 0, 0, printed));
        assertEquals(secret, printed.out());
    }

    @Test
    void aFileIsMadeChangedAndRemoved() throws Exception {
        String path = file("plain file");
        runner().put(path, bytes("one\n"), "", Optional.of("0640"), Optional.of("root:root"));
        HostRunner.FileState made = runner().stat(path);
        assertEquals(new HostRunner.FileState("file", sha256("one\n"), "640", "root:root", ""), made);
        runner().put(path, bytes("two\n"), sha256("one\n"), Optional.empty(), Optional.empty());
        assertEquals("two\n", shell().read(path).out());
        assertEquals("640", runner().stat(path).mode());
        runner().remove(path, sha256("two\n"));
        assertEquals("missing", runner().stat(path).at());
    }

    @Test
    void everyByteOfAFileArrives() throws Exception {
        byte[] all = new byte[300_000];
        new java.util.Random(7).nextBytes(all);
        String path = file("bytes");
        runner().put(path, all, "", Optional.empty(), Optional.empty());
        assertEquals(RunnerScript.hash(all), runner().stat(path).sha256());
        runner().put(path, new byte[0], RunnerScript.hash(all), Optional.empty(), Optional.empty());
        assertEquals(sha256(""), runner().stat(path).sha256());
    }

    @Test
    void aFileThatChangedMeanwhileIsLeftAlone() throws Exception {
        String path = file("theirs");
        runner().put(path, bytes("theirs"), "", Optional.empty(), Optional.empty());
        assertEquals("changed", refusal(() -> put(path, "ours", "")));
        assertEquals("changed", refusal(() -> put(path, "ours", sha256("as it was"))));
        assertEquals("changed", refusal(() -> runner().remove(path, sha256("as it was"))));
        assertEquals("theirs", shell().read(path).out());
        assertEquals("changed", refusal(() -> put(file("none"), "ours", sha256("as it was"))));
    }

    @Test
    void aLinkIsMadeReplacedAndNeverWrittenThrough() throws Exception {
        String target = file("target");
        runner().put(target, bytes("content"), "", Optional.empty(), Optional.empty());
        String link = file("link");
        runner().link(link, target);
        assertEquals(new HostRunner.FileState("link", "", "", "", target), runner().stat(link));
        assertEquals("symlink", refusal(() -> put(link, "through", sha256("content"))));
        assertEquals("symlink", refusal(() -> runner().remove(link, sha256("content"))));
        runner().link(link, workplace());
        runner().link(link, "/else where");
        assertEquals("/else where", runner().stat(link).linkDestination());
        assertEquals("exists", refusal(() -> runner().link(target, "/elsewhere")));
        assertEquals("content", shell().read(target).out());
    }

    @Test
    void twoStartsAtOnceStartOne() throws Exception {
        UUID id = UUID.randomUUID();
        try (RemoteShell other = connect()) {
            other.runner().identity();
            runner().identity();
            var race = java.util.concurrent.CompletableFuture.supplyAsync(() -> start(other, id));
            Started mine = start(shell(), id);
            assertNotEquals(mine, race.get(SOON.toSeconds(), TimeUnit.SECONDS));
        }
        Printed printed = new Printed();
        runner().follow(id, 0, 0, printed);
        assertArrayEquals(bytes("once|"), bytes(printed.out()));
    }

    private Started start(RemoteShell with, UUID id) {
        try {
            return with.runner().start(id, print("once"), Optional.empty());
        } catch (SshTrouble | HostRefused failure) {
            throw new AssertionError(failure);
        }
    }

    private void put(String path, String text, String expected) throws SshTrouble, HostRefused {
        runner().put(path, bytes(text), expected, Optional.empty(), Optional.empty());
    }
}
