package org.ostler.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What the figures were seen on: without it none of them means anything. */
public final class Machine {
    private Machine() {}

    static List<String> described() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                "machine: " + value("/proc/cpuinfo", "model name") + ", " + runtime.availableProcessors() + " cores, "
                        + memory(),
                "system: " + value("/etc/os-release", "PRETTY_NAME").replace("\"", "") + ", kernel "
                        + System.getProperty("os.version"),
                "JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "date: " + Instant.now().truncatedTo(ChronoUnit.MINUTES) + ", load before: "
                        + first("/proc/loadavg").split(" ", 2)[0]);
    }

    /** KiB of a process, each page that it shares counted in part; nothing for one that has ended. */
    public static double ownMemory(long process) {
        try {
            return Double.parseDouble(
                    value("/proc/" + process + "/smaps_rollup", "Pss:").replaceAll("[^0-9]", ""));
        } catch (IOException | NumberFormatException ended) {
            return 0;
        }
    }

    private static String memory() throws IOException {
        String total = value("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return total.isEmpty()
                ? "memory unknown"
                : String.format(Locale.ROOT, "%.1f GiB of memory", Long.parseLong(total) / 1048576.0);
    }

    private static String first(String file) throws IOException {
        Path path = Path.of(file);
        return Files.isReadable(path) ? Files.readString(path).strip() : "unknown";
    }

    private static String value(String file, String name) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "unknown";
        }
        // Read whole: a process that ends meanwhile fails it with an exception that callers expect.
        return Files.readAllLines(path).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceFirst("^[^:=]*[:=]", "").strip())
                .findFirst()
                .orElse("unknown");
    }
}
