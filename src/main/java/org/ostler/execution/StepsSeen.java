package org.ostler.execution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Step entries as they were read last, by version: what is kept here never answers for a row that has another version
 * by now. Nobody changes them.
 */
final class StepsSeen {
    /** Runs. Fewer, and two open pages of large runs read all steps again and again; more only hold memory. */
    private static final int KEPT = 6;

    /** A row's key and the version it has now. */
    record Version(String id, long version) {}

    private final Map<UUID, Map<String, StepEntry>> runs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Map<String, StepEntry>> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param present in the order of the answer
     * @param read reads the rows of these keys
     */
    List<StepEntry> of(UUID run, List<Version> present, Function<List<String>, Map<String, StepEntry>> read) {
        Map<String, StepEntry> seen = seen(run);
        List<String> changed = present.stream()
                .filter(row -> !seen.containsKey(row.id()) || seen.get(row.id()).version != row.version())
                .map(Version::id)
                .toList();
        if (!changed.isEmpty()) {
            seen.putAll(read.apply(changed));
        }
        return present.stream().map(row -> seen.get(row.id())).collect(Collectors.toList());
    }

    private synchronized Map<String, StepEntry> seen(UUID run) {
        return runs.computeIfAbsent(run, first -> new ConcurrentHashMap<>());
    }
}
