package org.ostler.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A tool that does the same work without Ostler, with all that it starts in a process space of its own. */
public final class OtherTool {
    private static final Path SCRIPT = Path.of("src/test/resources/bench/measured.sh");

    /** Between two looks at its memory. Smaller costs what is measured beside it; larger misses peaks. */
    private static final int LOOK = 2_000;

    /**
     * What it took and what it said.
     *
     * @param cost with the memory of all its processes together, each shared page counted once
     */
    public record Result(Cost cost, int exit, String output) {}

    private final Workplace place;
    private final Map<String, String> environment;

    public OtherTool(Workplace place, Map<String, String> environment) {
        this.place = place;
        this.environment = Map.copyOf(environment);
    }

    public static boolean isThere(String program) {
        for (String directory : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    public Result run(List<String> command) throws IOException, InterruptedException {
        Path cost = Files.createTempFile(place.directory(), "cost", "");
        Path output = Files.createTempFile(place.directory(), "output", "");
        List<String> words = new ArrayList<>(List.of(
                "unshare",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child",
                "bash",
                SCRIPT.toAbsolutePath().toString()));
        words.add(cost.toString());
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(place.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = place.keep(builder.start());
        process.getOutputStream().close();
        double most = 0;
        while (!process.waitFor(LOOK, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, memory(process));
        }
        return new Result(
                cost(Files.readAllLines(cost), most),
                process.exitValue(),
                Files.readString(output, StandardCharsets.UTF_8));
    }

    /** A line with begin and end, then two lines of bash's {@code times}: its own, and its children's. */
    private static Cost cost(List<String> lines, double memory) throws IOException {
        if (lines.size() != 3) {
            throw new IOException("what it took is not known: " + lines);
        }
        String[] clock = lines.get(0).split(" ", -1);
        double wall = Double.parseDouble(clock[1]) - Double.parseDouble(clock[0]);
        double cpu = 0;
        for (String time : (lines.get(1) + " " + lines.get(2)).split(" ", -1)) {
            String[] parts = time.split("[ms]", -1);
            cpu += 60 * Double.parseDouble(parts[0]) + Double.parseDouble(parts[1]);
        }
        return new Cost(wall, cpu, memory);
    }

    private static double memory(Process process) {
        Set<Long> all = new HashSet<>();
        process.descendants().map(ProcessHandle::pid).forEach(all::add);
        double kilobytes = 0;
        for (long pid : all) {
            kilobytes += Machine.ownMemory(pid);
        }
        return kilobytes / 1024;
    }
}
