package org.ostler.execution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.KernelFeature;
import org.ostler.ssh.RealSshd;

/**
 * The guard's program under dash, bash and busybox, the last with nothing but busybox's own tools, its {@code ip} too.
 * The stories run side by side, because most of their time is a countdown.
 */
final class GuardScriptTest {
    private static final Path BUSYBOX_PROGRAM = Path.of("/bin/busybox");

    /** What hosts have as {@code /bin/sh}. */
    enum Shell {
        DASH("/bin/dash"),
        BASH("/bin/bash"),
        BUSYBOX(BUSYBOX_PROGRAM.toString(), "sh");

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> words;

        Shell(String... words) {
            this.words = List.of(words);
        }
    }

    /** One of {@link GuardStories}. */
    @FunctionalInterface
    private interface Story {
        void tell(GuardStories stories) throws Exception;
    }

    @TempDir
    static Path directory;

    private static final Map<String, Future<?>> TOLD = new HashMap<>();
    private static ExecutorService threads;

    @BeforeAll
    static void begin() throws Exception {
        assumeTrue(RealSshd.isPossible(), "needs root");
        threads = Executors.newFixedThreadPool(6);
        Path tools = Files.createDirectories(directory.resolve("tools"));
        new ProcessBuilder(BUSYBOX_PROGRAM.toString(), "--install", "-s", tools.toString())
                .start()
                .waitFor();
        for (Shell shell : Shell.values()) {
            Optional<String> path = shell == Shell.BUSYBOX ? Optional.of(tools.toString()) : Optional.empty();
            begin(shell, path, "whatNobodyKeepsIsTakenBackWhole", GuardStories::whatNobodyKeepsIsTakenBackWhole);
            begin(
                    shell,
                    path,
                    "keepingAndRestoringCompeteAndOneWins",
                    GuardStories::keepingAndRestoringCompeteAndOneWins);
            begin(shell, path, "aChangeIsBegunOnceAndKeptOnlyWhole", GuardStories::aChangeIsBegunOnceAndKeptOnlyWhole);
            begin(
                    shell,
                    path,
                    "nothingIsTouchedWhenAFileIsNotAsItWasApproved",
                    GuardStories::nothingIsTouchedWhenAFileIsNotAsItWasApproved);
            begin(shell, path, "moreTimeIsMoreTime", GuardStories::moreTimeIsMoreTime);
        }
    }

    private static void begin(Shell shell, Optional<String> tools, String name, Story story) {
        TOLD.put(shell + name, threads.submit(() -> {
            try (GuardStories stories = new GuardStories(directory.resolve(shell + name), shell.words, tools)) {
                story.tell(stories);
            }
            return name;
        }));
    }

    /** Run here and now: only where the kernel can. */
    private static void where(KernelFeature feature, String name, Story story) throws Exception {
        feature.require("GuardScriptTest." + name);
        begin(Shell.DASH, Optional.empty(), name, story);
        TOLD.get(Shell.DASH + name).get();
    }

    @Test
    void aVlanIsTakenBack() throws Exception {
        where(KernelFeature.VLAN, "aVlanIsTakenBack", GuardStories::aVlanIsTakenBack);
    }

    @Test
    void aBondIsTakenBack() throws Exception {
        where(KernelFeature.BOND, "aBondIsTakenBack", GuardStories::aBondIsTakenBack);
    }

    @AfterAll
    static void end() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void whatNobodyKeepsIsTakenBackWhole(Shell shell) throws Exception {
        TOLD.get(shell + "whatNobodyKeepsIsTakenBackWhole").get();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void keepingAndRestoringCompeteAndOneWins(Shell shell) throws Exception {
        TOLD.get(shell + "keepingAndRestoringCompeteAndOneWins").get();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void aChangeIsBegunOnceAndKeptOnlyWhole(Shell shell) throws Exception {
        TOLD.get(shell + "aChangeIsBegunOnceAndKeptOnlyWhole").get();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void nothingIsTouchedWhenAFileIsNotAsItWasApproved(Shell shell) throws Exception {
        TOLD.get(shell + "nothingIsTouchedWhenAFileIsNotAsItWasApproved").get();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void moreTimeIsMoreTime(Shell shell) throws Exception {
        TOLD.get(shell + "moreTimeIsMoreTime").get();
    }
}
