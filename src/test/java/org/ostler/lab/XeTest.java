package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What xe prints, letter by letter. A golden holds commands with what they answer: standard output as it is, standard
 * error behind {@code !}, an exit status other than 0 behind {@code ?}. In a command <code>{instance}</code> and
 * <code>{host}</code> stand for uuids.
 */
class XeTest {
    private static final Path GOLDENS = Path.of("src/test/resources/lab/xe");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> printsAsTheRealOne() throws IOException {
        List<Path> goldens;
        try (Stream<Path> files = Files.list(GOLDENS)) {
            goldens = files.sorted().toList();
        }
        return goldens.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.getFileName().toString(), () -> compare(golden)));
    }

    private void compare(Path golden) throws IOException {
        String name = golden.getFileName().toString();
        LabSettings.Scenario scenario =
                name.contains("6.0.2") ? LabSettings.Scenario.FROM_6_0_2 : LabSettings.Scenario.FROM_5_6_SP2;
        List<String> written = new ArrayList<>();
        try (LabBench bench = new LabBench(directory.resolve(name), scenario)) {
            for (String line : Files.readAllLines(golden)) {
                if (line.startsWith("#")) {
                    written.add(line);
                } else if (line.startsWith("[root@")) {
                    written.add(line);
                    answer(bench, line, written);
                }
            }
        }
        String text = String.join("\n", written) + "\n";
        if (Boolean.getBoolean("goldens.rewrite")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    private static void answer(LabBench bench, String prompt, List<String> written) {
        String host = prompt.substring(6, prompt.indexOf(' '));
        LabVisit.Said said = bench.run(host, resolved(bench, prompt.substring(prompt.indexOf('#') + 2)));
        written.addAll(List.of(said.out().split("\n", -1)).subList(0, said.out().split("\n", -1).length - 1));
        said.err().lines().forEach(line -> written.add("! " + line));
        if (said.exit() != 0) {
            written.add("? " + said.exit());
        }
    }

    private static String resolved(LabBench bench, String command) {
        String text = command;
        for (XenGuest guest : XenGuest.ALL) {
            if (text.contains("{" + guest.instance() + "}")) {
                text = text.replace("{" + guest.instance() + "}", bench.vm(guest.instance()));
            }
        }
        for (String host : List.of("xs1", "xs2", "xs3")) {
            text = text.replace(
                    "{" + host + "}",
                    bench.pool().record(bench.pool().hostNamed(host)).uuid());
        }
        return text.replace("{pool}", bench.pool().uuid());
    }
}
