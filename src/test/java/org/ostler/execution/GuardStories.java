package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ostler.PatchCable;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;

/** What the guard's program does on a host, whatever shell runs it; in a network of its own, without Ostler. */
final class GuardStories implements AutoCloseable {
    private final Path directory;
    private final List<String> shell;
    private final PatchCable cable;
    private final Path file;
    private final UUID id = UUID.randomUUID();

    /**
     * @param shell the words before the program's name
     * @param tools what replaces its search path; empty for the machine's own
     */
    GuardStories(Path directory, List<String> shell, Optional<String> tools) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.shell = shell;
        cable = PatchCable.make();
        for (String words : List.of(
                "link set eth0 up",
                "addr add " + cable.address() + "/24 brd + dev eth0",
                "addr add " + cable.address(9) + "/24 dev eth0 label eth0:1",
                "addr add fd00:7::2/64 nodad dev eth0",
                "route add default via " + cable.gateway(),
                "route add 192.0.2.0/24 via " + cable.address(77) + " metric 50")) {
            ip(words);
        }
        file = Files.writeString(directory.resolve("interfaces"), "as it was\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        String text =
                GuardScript.ours().text().replaceFirst("(?m)^shell=.*$", "shell='" + String.join(" ", shell) + "'");
        if (tools.isPresent()) {
            text = text.replaceFirst("(?m)^PATH=.*$", "PATH=" + tools.get());
        }
        Files.writeString(directory.resolve("guard"), text);
    }

    @Override
    public void close() throws IOException {
        for (String pid : cable.inside("ip", "netns", "pids", cable.namespace()).split("\\s+", -1)) {
            if (!pid.isBlank()) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        cable.close();
    }

    private void ip(String words) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip"));
        all.addAll(List.of(words.split(" ")));
        cable.inside(all.toArray(String[]::new));
    }

    private record Said(int exit, String out) {}

    private Said guard(String... words) throws IOException, InterruptedException {
        return begin(words).end();
    }

    private record Begun(Process process) {
        Said end() throws IOException, InterruptedException {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), said);
        }
    }

    private Begun begin(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", cable.namespace()));
        all.addAll(shell);
        all.add(directory.resolve("guard").toString());
        all.addAll(List.of(words));
        ProcessBuilder program = new ProcessBuilder(all).redirectErrorStream(true);
        program.environment().put("OSTLER_GUARD_BASE", directory.toString());
        return new Begun(program.start());
    }

    private GuardState state() throws Exception {
        return GuardState.of(guard("state", id.toString()).out());
    }

    private void order(Duration deadline, FileChange change, String... commands) throws IOException {
        List<CommandLine> apply = java.util.Arrays.stream(commands)
                .map(line -> new CommandLine(List.of(line.split(" "))))
                .collect(Collectors.toList());
        Files.writeString(
                directory.resolve("guard-" + id + ".order"),
                GuardOrder.of(new Action.Guarded(
                        List.of(change), apply, List.of(), List.of(), deadline, Optional.empty(), true)));
    }

    private FileChange change(String after) throws IOException {
        return new FileChange(
                file.toString(),
                Optional.of(Files.readString(file)),
                Optional.of(after),
                Optional.of("0600"),
                Optional.empty(),
                java.util.Set.of());
    }

    /** The host's address goes onto a bridge over its only NIC, and another one with it. */
    private String[] bridge() {
        return new String[] {
            "ip link add name cloudbr0 type bridge",
            "ip addr del " + cable.address(9) + "/24 dev eth0",
            "ip addr del " + cable.address() + "/24 dev eth0",
            "ip addr del fd00:7::2/64 dev eth0",
            "ip link set dev eth0 mtu 1400",
            "ip link set dev eth0 master cloudbr0",
            "ip link set dev cloudbr0 up",
            "ip addr add " + cable.address(5) + "/24 dev cloudbr0"
        };
    }

    private void await(GuardState.Where where) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (state().where() != where) {
            assertTrue(System.nanoTime() < end, () -> where + " does not come");
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    void whatNobodyKeepsIsTakenBackWhole() throws Exception {
        String before = guard("dump").out();
        assertTrue(before.contains("address eth0 inet " + cable.address(9) + "/24 scope global label eth0:1"), before);
        assertTrue(before.contains("route inet default via " + cable.gateway() + " dev eth0"), before);
        order(Duration.ofSeconds(2), change("new 'text' \\ with % ü\n\nand no end"), bridge());
        Said armed = guard("arm", id.toString());
        assertTrue(armed.out().startsWith("armed\ntimer setsid\n"), armed.out());
        assertEquals(before, guard("saved", id.toString()).out());
        assertEquals(0, guard("apply", id.toString()).exit());
        assertEquals("new 'text' \\ with % ü\n\nand no end", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertNotEquals(before, guard("dump").out());
        String card = Files.readString(directory.resolve("RESCUE.txt"));
        assertTrue(card.contains("sh " + directory + "/undo-network"));
        assertTrue(card.contains("It restores itself when it is restarted")
                != card.contains("Do not restart it meanwhile"));
        await(GuardState.Where.RESTORED);
        assertEquals(before, guard("dump").out());
        assertEquals("as it was\n", Files.readString(file));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("deadline", state().why().orElse(""));
        assertTrue(Files.notExists(directory.resolve("undo-network")), "nothing is left to undo");
        assertEquals(4, guard("keep", id.toString()).exit(), "too late");
        assertEquals(before, guard("dump").out());
    }

    void keepingAndRestoringCompeteAndOneWins() throws Exception {
        order(Duration.ofSeconds(1), change("new\n"), bridge());
        guard("arm", id.toString());
        String before = guard("saved", id.toString()).out();
        guard("apply", id.toString());
        String after = guard("dump").out();
        List<Begun> both = List.of(
                begin("revert", id.toString()),
                begin("keep", id.toString()),
                begin("revert", id.toString()),
                begin("keep", id.toString()));
        for (Begun one : both) {
            one.end();
        }
        TimeUnit.MILLISECONDS.sleep(1500);
        GuardState.Where won = state().where();
        assertTrue(won == GuardState.Where.KEPT || won == GuardState.Where.RESTORED, won::toString);
        assertEquals(
                won == GuardState.Where.KEPT ? after : before, guard("dump").out());
        assertEquals(won == GuardState.Where.KEPT ? "new\n" : "as it was\n", Files.readString(file));
    }

    void aVlanIsTakenBack() throws Exception {
        goesBack(
                "ip link add link eth0 name eth0.100 type vlan id 100",
                "ip link set dev eth0.100 up",
                "ip addr add 192.168.42.11/24 dev eth0.100");
    }

    void aBondIsTakenBack() throws Exception {
        goesBack(
                "ip link add name bond0 type bond",
                "ip link set dev eth1 down",
                "ip link set dev eth1 master bond0",
                "ip link set dev bond0 up");
    }

    private void goesBack(String... commands) throws Exception {
        order(Duration.ofSeconds(60), change("new\n"), commands);
        guard("arm", id.toString());
        assertEquals(0, guard("apply", id.toString()).exit());
        assertNotEquals(guard("saved", id.toString()).out(), guard("dump").out());
        assertEquals(0, guard("revert", id.toString()).exit());
        assertEquals(guard("saved", id.toString()).out(), guard("dump").out());
    }

    void aChangeIsBegunOnceAndKeptOnlyWhole() throws Exception {
        order(
                Duration.ofSeconds(60),
                change("new\n"),
                "ip addr add " + cable.address(6) + "/24 dev eth0",
                "false",
                "touch " + directory.resolve("never"));
        guard("arm", id.toString());
        assertEquals(4, guard("keep", id.toString()).exit(), "not applied yet");
        Said applied = guard("apply", id.toString());
        assertEquals(6, applied.exit());
        assertTrue(applied.out().contains("failed with exit status 1: false"), applied.out());
        assertTrue(Files.notExists(directory.resolve("never")));
        assertEquals(4, guard("apply", id.toString()).exit(), "never a second time");
        assertEquals(4, guard("keep", id.toString()).exit(), "half a change");
        String saved = guard("saved", id.toString()).out();
        assertEquals(0, guard("revert", id.toString()).exit());
        assertEquals(saved, guard("dump").out());
        assertEquals(0, guard("revert", id.toString()).exit(), "reverting is idempotent");
        assertEquals(saved, guard("dump").out());
    }

    void nothingIsTouchedWhenAFileIsNotAsItWasApproved() throws Exception {
        order(Duration.ofSeconds(60), change("new\n"));
        Files.writeString(file, "changed by somebody\n");
        Said armed = guard("arm", id.toString());
        assertEquals(3, armed.exit(), armed.out());
        assertTrue(armed.out().startsWith("refused changed "), armed.out());
        assertEquals(GuardState.Where.MISSING, state().where());
        assertEquals("changed by somebody\n", Files.readString(file));
    }

    void moreTimeIsMoreTime() throws Exception {
        order(Duration.ofSeconds(2), change("new\n"), bridge());
        guard("arm", id.toString());
        assertEquals(0, guard("apply", id.toString()).exit());
        Said more = guard("extend", id.toString(), "100");
        assertEquals(0, more.exit(), more.out());
        assertTrue(state().left() > 90, state().toString());
        TimeUnit.SECONDS.sleep(3);
        assertEquals(GuardState.Where.ARMED, state().where());
        assertEquals(0, guard("keep", id.toString()).exit());
        assertEquals(0, guard("back", id.toString()).exit());
        assertEquals(guard("saved", id.toString()).out(), guard("dump").out(), "an undo of what was kept");
        assertFalse(Files.readString(directory.resolve("guard-" + id).resolve("order"))
                .isEmpty());
    }
}
