package org.ostler.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ostler.StartBenchmark;
import org.ostler.audit.AuditBenchmark;
import org.ostler.console.OutputBenchmark;
import org.ostler.console.ParallelOutputBenchmark;
import org.ostler.execution.GuideBenchmark;
import org.ostler.execution.LookBenchmark;

/**
 * Measures everything, or what {@code -Dbench.only=a,b} names, one after the other: two at a time would measure each
 * other. Prints the figures and writes them to {@code target/bench.md}.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** By the name under which they can be chosen, in the order in which they are measured. */
    private static Map<String, Benchmark> all() {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("look", new LookBenchmark());
        all.put("guide", new GuideBenchmark());
        all.put("start", new StartBenchmark());
        all.put("output", new OutputBenchmark());
        all.put("parallel", new ParallelOutputBenchmark());
        all.put("audit", new AuditBenchmark());
        return all;
    }

    /** Ends with 1 when something could not be measured. A goal that was not met is told, and no failure. */
    public static void main(String[] none) throws IOException {
        Map<String, Benchmark> chosen = all();
        String only = System.getProperty("bench.only", "");
        if (!only.isBlank()) {
            Set<String> names = Set.copyOf(List.of(only.split(",", -1)));
            if (!chosen.keySet().containsAll(names)) {
                System.err.println("There are these: " + String.join(", ", chosen.keySet()));
                System.exit(2);
            }
            chosen.keySet().retainAll(names);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path target = Files.createDirectories(Path.of("target"));
        Report report = new Report(target.resolve("bench.md"), out, Machine.described());
        boolean whole = true;
        for (Benchmark benchmark : chosen.values()) {
            whole &= isMeasured(benchmark, report);
        }
        out.println();
        out.println(report.text());
        System.exit(whole ? 0 : 1);
    }

    private static boolean isMeasured(Benchmark benchmark, Report report) {
        report.begin(benchmark.title());
        try {
            benchmark.measure(report);
            return true;
        } catch (Exception | AssertionError failure) {
            failure.printStackTrace();
            report.remark("This could not be measured: " + failure);
            return false;
        }
    }
}
