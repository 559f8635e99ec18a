package org.ostler.facts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What hosts of one cluster ought to have in common below their software: processor, memory, kernel, interfaces. */
public final class MachineFacts {
    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+(\\d{1,15}) kB$");
    private static final long KIB_OF_A_GIB = 1024L * 1024;

    public static final Fact<String> HOSTNAME =
            Fact.onHost("hostname", CommandLine.of("hostname"), LinuxFacts::oneLine);

    public static final Fact<String> KERNEL = Fact.onHost("kernel", CommandLine.of("uname", "-r"), LinuxFacts::oneLine);

    public static final Fact<Cpu> CPU = Fact.onHost("cpuinfo", "/proc/cpuinfo", MachineFacts::cpu);

    /** In GiB, rounded: the kernel keeps a part of its own whose size differs from boot to boot. */
    public static final Fact<Long> MEMORY = Fact.onHost("meminfo", "/proc/meminfo", MachineFacts::memory);

    /** Enforcing, Permissive, Disabled; {@code not installed} where SELinux is not installed. */
    public static final Fact<String> SELINUX = Fact.onHost(
            "selinux",
            CommandLine.of("getenforce"),
            answer -> answer.exit() == 127 ? "not installed" : LinuxFacts.oneLine(answer));

    /** Names of network interfaces, without those of guests. */
    public static final Fact<Set<String>> INTERFACES =
            Fact.onHost("interfaces", CommandLine.of("ls", "/sys/class/net"), MachineFacts::interfaces);

    /** @param flags as the kernel spells them; a guest cannot move to a host that lacks one it has seen */
    public record Cpu(String model, int count, Set<String> flags) {}

    private MachineFacts() {}

    /** x86 says "model name" and "flags", ARM "Features" and no name. */
    private static Cpu cpu(Answer answer) {
        Map<String, String> first = new TreeMap<>();
        int count = 0;
        for (String line : answer.out().split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String key = line.substring(0, colon).strip();
                count += key.equals("processor") ? 1 : 0;
                first.putIfAbsent(key, line.substring(colon + 1).strip());
            }
        }
        if (!answer.ok() || count == 0) {
            throw new Fact.Unreadable("/proc/cpuinfo names no processor");
        }
        String flags = first.getOrDefault("flags", first.getOrDefault("Features", ""));
        return new Cpu(first.getOrDefault("model name", ""), count, words(flags));
    }

    static Set<String> words(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long memory(Answer answer) {
        Matcher total = TOTAL.matcher(answer.out());
        if (!answer.ok() || !total.find()) {
            throw new Fact.Unreadable("/proc/meminfo names no MemTotal");
        }
        return Math.round(Double.parseDouble(total.group(1)) / KIB_OF_A_GIB);
    }

    private static Set<String> interfaces(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable(
                    "the interfaces cannot be listed: " + answer.err().strip());
        }
        List<String> ofGuests = List.of("vnet", "tap", "vif");
        return words(answer.out()).stream()
                .filter(name -> ofGuests.stream().noneMatch(name::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
