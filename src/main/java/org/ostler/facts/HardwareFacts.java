package org.ostler.facts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the machine under a Linux host is: its processor, whether KVM may use it, its network cards. */
public final class HardwareFacts {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code lrwxrwxrwx 1 root root 0 Nov 22 12:00 eth0 -> ../../devices/pci0000:00/0000:00:03.0/net/eth0}. */
    private static final Pattern CARD = Pattern.compile("l\\S+ .* (\\S+) -> (\\S+)");

    /** What kernels from 2.6.32 to 6.x print about KVM, in dmesg's lines of any form. */
    private static final Pattern OF_KVM =
            Pattern.compile("\\bkvm(_intel|_amd)?:|\\bVMX\\b|\\bSVM\\b", Pattern.CASE_INSENSITIVE);

    /** Fields by name, from util-linux 2.27 on. */
    public static final Fact<Map<String, String>> LSCPU_JSON =
            Fact.onHost("lscpu-json", inEnglish("lscpu", "-J"), HardwareFacts::lscpuJson);

    /** The same as older ones print it. */
    public static final Fact<Map<String, String>> LSCPU =
            Fact.onHost("lscpu", inEnglish("lscpu"), HardwareFacts::lscpuText);

    public static final Fact<String> ARCHITECTURE =
            Fact.onHost("architecture", CommandLine.of("uname", "-m"), LinuxFacts::oneLine);

    /** Whether /dev/kvm is there: the kernel's module has been let at the processor's virtualisation. */
    public static final Fact<Boolean> KVM_DEVICE =
            Fact.onHost("kvm-device", CommandLine.of("test", "-c", "/dev/kvm"), Answer::ok);

    /** Loaded modules of the kernel. */
    public static final Fact<Set<String>> MODULES = Fact.onHost("modules", "/proc/modules", HardwareFacts::modules);

    /** The kernel's cgroup controllers; none before 2.6.24. */
    public static final Fact<Set<String>> CGROUPS =
            Fact.onHost("cgroups", "/proc/cgroups", answer -> answer.ok() ? firstWords(answer) : Set.of());

    /** The kernel's words about KVM and virtualisation since it started; they may have been rotated away. */
    public static final Fact<List<String>> KERNEL_ON_KVM =
            Fact.onHost("kernel-on-kvm", CommandLine.of("dmesg"), HardwareFacts::ofKvm);

    /** Names of real network cards: not bridges, VLANs, bonds, guests' and the loopback interface. */
    public static final Fact<Set<String>> CARDS =
            Fact.onHost("cards", inEnglish("ls", "-l", "/sys/class/net"), HardwareFacts::cards);

    /** Enough for {@link #processor}. */
    public static final List<Fact<?>> PROCESSOR = List.of(LSCPU_JSON, LSCPU, MachineFacts.CPU, ARCHITECTURE);

    /**
     * The processor, joined from whatever the system has to tell of it.
     *
     * @param virtualisation {@code VT-x}, {@code AMD-V}, or empty when the flags show neither
     * @param hypervisor what this machine is a guest of; empty for a machine of metal
     */
    public record Chip(
            String architecture,
            String model,
            int count,
            Set<String> flags,
            Optional<String> virtualisation,
            Optional<String> hypervisor) {
        public Chip {
            flags = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(flags));
        }
    }

    private HardwareFacts() {}

    /** Output is parsed, and many programs translate it by the login's language. */
    static CommandLine inEnglish(String program, String... arguments) {
        return CommandLine.of("env", "LC_ALL=C", program).plus(arguments);
    }

    /** @throws Fact.Unreadable when neither lscpu nor /proc/cpuinfo tells */
    public static Chip processor(Facts facts) {
        Map<String, String> fields =
                facts.find(LSCPU_JSON).or(() -> facts.find(LSCPU)).orElse(Map.of());
        Optional<MachineFacts.Cpu> cpu = facts.find(MachineFacts.CPU);
        if (fields.isEmpty() && cpu.isEmpty()) {
            throw new Fact.Unreadable("neither lscpu nor /proc/cpuinfo tells of the processor");
        }
        String flags = fields.getOrDefault("Flags", "");
        Set<String> all =
                flags.isEmpty() ? cpu.map(MachineFacts.Cpu::flags).orElse(Set.of()) : MachineFacts.words(flags);
        String count = fields.getOrDefault("CPU(s)", "");
        return new Chip(
                Optional.ofNullable(fields.get("Architecture"))
                        .or(() -> facts.find(ARCHITECTURE))
                        .orElse(""),
                Optional.ofNullable(fields.get("Model name"))
                        .or(() -> cpu.map(MachineFacts.Cpu::model))
                        .orElse("")
                        .replaceAll("\\s+", " ")
                        .strip(),
                count.matches("\\d{1,6}")
                        ? Integer.parseInt(count)
                        : cpu.map(MachineFacts.Cpu::count).orElse(0),
                all,
                virtualisation(all),
                Optional.ofNullable(fields.get("Hypervisor vendor"))
                        .or(() -> all.contains("hypervisor") ? Optional.of("a hypervisor") : Optional.empty()));
    }

    /** By the flags, not by lscpu's own line: it is printed for a guest too, and old ones print it for none. */
    private static Optional<String> virtualisation(Set<String> flags) {
        return flags.contains("vmx")
                ? Optional.of("VT-x")
                : flags.contains("svm") ? Optional.of("AMD-V") : Optional.empty();
    }

    /** Newer ones nest fields in {@code children}; names end with a colon. */
    private static Map<String, String> lscpuJson(Answer answer) {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            collect(JSON.readTree(answer.ok() ? answer.out() : "{}").path("lscpu"), fields);
            if (fields.isEmpty()) {
                throw new Fact.Unreadable("lscpu has no JSON: " + answer.err().strip());
            }
            return fields;
        } catch (JsonProcessingException noJson) {
            throw new Fact.Unreadable("lscpu has no JSON: " + answer.err().strip());
        }
    }

    private static void collect(JsonNode list, Map<String, String> fields) {
        for (JsonNode node : list) {
            String field = node.path("field").asText().strip().replaceFirst(":$", "");
            fields.putIfAbsent(field, node.path("data").asText("").strip());
            collect(node.path("children"), fields);
        }
    }

    private static Map<String, String> lscpuText(Answer answer) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : answer.out().split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        if (!answer.ok() || !fields.containsKey("Architecture")) {
            throw new Fact.Unreadable("lscpu tells nothing: " + answer.err().strip());
        }
        return fields;
    }

    private static Set<String> modules(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("/proc/modules cannot be read");
        }
        return firstWords(answer);
    }

    private static Set<String> firstWords(Answer answer) {
        Set<String> names = new TreeSet<>();
        answer.out()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> names.add(line.strip().split("\\s+", 2)[0]));
        return names;
    }

    private static List<String> ofKvm(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable(
                    "the kernel's log cannot be read: " + answer.err().strip());
        }
        return answer.out()
                .lines()
                .filter(line -> OF_KVM.matcher(line).find())
                .map(line -> line.replaceFirst("^\\[[^]]*]\\s*", "").strip())
                .distinct()
                .limit(20)
                .toList();
    }

    private static Set<String> cards(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable(
                    "the network cards cannot be listed: " + answer.err().strip());
        }
        Set<String> cards = new TreeSet<>();
        for (String line : answer.out().split("\n", -1)) {
            Matcher match = CARD.matcher(line.strip());
            if (match.matches() && !match.group(2).contains("/virtual/")) {
                cards.add(match.group(1));
            }
        }
        return cards;
    }
}
