package org.ostler.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the hosts of a XenServer pool ought to have in common: processor, memory, hotfixes. Told by xapi for the pool. */
public final class XenMachineFacts {
    private static final long BYTES_OF_A_GIB = 1024L * 1024 * 1024;

    public static final Fact<List<Machine>> MACHINES = Fact.onHost(
            "xe-machines",
            CommandLine.of("xe", "host-list", "params=uuid,name-label,enabled,memory-total,cpu_info"),
            answer -> XeRecords.parse(answer).stream()
                    .map(XenMachineFacts::machine)
                    .toList());

    /** 5.6 to 7.0; later releases have updates instead and answer with none. */
    public static final Fact<List<Patch>> PATCHES = Fact.onHost(
            "xe-patches",
            CommandLine.of("xe", "patch-list", "params=uuid,name-label,hosts"),
            answer ->
                    XeRecords.parse(answer).stream().map(XenMachineFacts::patch).toList());

    /**
     * @param enabled takes virtual machines; false is the pool's maintenance mode
     * @param memory in GiB
     * @param features as xapi writes them; two hosts with other ones cannot exchange running guests
     */
    public record Machine(
            String uuid,
            String name,
            boolean enabled,
            long memory,
            String processor,
            int processors,
            Optional<String> features) {}

    /** @param hosts uuids of those that have it */
    public record Patch(String name, Set<String> hosts) {}

    private XenMachineFacts() {}

    private static Machine machine(Map<String, String> record) {
        Map<String, String> cpu = XeRecords.map(record.getOrDefault("cpu_info", ""));
        return new Machine(
                record.getOrDefault("uuid", ""),
                record.getOrDefault("name-label", ""),
                record.getOrDefault("enabled", "").equals("true"),
                Math.round((double) number(record.get("memory-total")) / BYTES_OF_A_GIB),
                cpu.getOrDefault("modelname", cpu.getOrDefault("vendor", "")),
                (int) number(cpu.get("cpu_count")),
                Optional.ofNullable(cpu.get("features")).filter(text -> !text.isEmpty()));
    }

    private static Patch patch(Map<String, String> record) {
        return new Patch(
                record.getOrDefault("name-label", ""), new TreeSet<>(XeRecords.set(record.getOrDefault("hosts", ""))));
    }

    private static long number(String digits) {
        return digits != null && digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
