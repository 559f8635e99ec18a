package org.ostler.procedure;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;

/**
 * A chaptered procedure.
 *
 * @param id stable, used in the API: {@code xenserver-rolling-upgrade}
 * @param version raised with every change that a plan made before could not be run with
 * @param hypervisors inventory hypervisors it can be planned for (names of {@code inventory.Hypervisor})
 * @param chapters a function of the settings, so that a chapter reads like the manual and a choice is a setting
 * @param orderFacts looked up on every host before the plan, for {@code order}
 * @param order the hosts in the order in which the guide takes them, the coordinator first; host names → facts
 * @param width how many hosts may be worked on at the same time, where {@link #HOSTS_AT_ONCE} is not among the settings
 *     (1 for a rolling guide); more than one says that hosts are independent of each other
 * @param invariants asked before every step of an {@code EACH_HOST} chapter of a run; a failed one stops the line
 * @param invariantFacts looked up for them, on the step's host
 */
public record Guide(
        String id,
        int version,
        String title,
        String summary,
        Set<String> hypervisors,
        List<Setting> settings,
        Function<Settings, List<Chapter>> chapters,
        List<Fact<?>> orderFacts,
        Function<Map<Target, Facts>, Order> order,
        int width,
        List<Check> invariants,
        List<Fact<?>> invariantFacts) {

    /**
     * How many hosts a person wants to be worked on at the same time. Fewer, and a large cluster takes long; more, and a
     * mistake reaches more hosts before anybody sees the first.
     */
    public static final Setting HOSTS_AT_ONCE =
            Setting.of("hosts-at-once", Setting.Type.NUMBER, "Hosts worked on at the same time", "10");

    /** More have no connections: a server has 64 at once. */
    private static final int MOST_AT_ONCE = 50;

    /** The hosts in order, or why no order can be given (two coordinators, an unknown member, …). */
    public record Order(List<Target> hosts, Optional<Target> coordinator, Optional<String> refusal) {
        public static Order of(List<Target> hosts, Target coordinator) {
            return new Order(List.copyOf(hosts), Optional.of(coordinator), Optional.empty());
        }

        public static Order refused(String why) {
            return new Order(List.of(), Optional.empty(), Optional.of(why));
        }
    }

    public Guide {
        settings = List.copyOf(settings);
        Set<String> keys = new HashSet<>();
        for (Chapter chapter : chapters.apply(new Settings(Map.of()))) {
            for (Step step : chapter.steps()) {
                if (!keys.add(step.key())) {
                    throw new IllegalArgumentException("two steps are called " + step.key());
                }
                if (step.undo().isEmpty()) {
                    throw new IllegalArgumentException(step.key() + " has neither an undo nor irreversible(reason)");
                }
            }
        }
    }

    /** How many hosts may be worked on at the same time when these values are chosen. */
    public int width(Settings chosen) {
        return settings.contains(HOSTS_AT_ONCE) ? chosen.number(HOSTS_AT_ONCE) : width;
    }

    /** Why the values cannot be used, by setting key; empty when they can. */
    public Map<String, String> refusals(Settings chosen) {
        Map<String, String> refused = new java.util.TreeMap<>();
        for (String key : chosen.values().keySet()) {
            if (settings.stream().noneMatch(setting -> setting.key().equals(key))) {
                refused.put(key, "no such setting");
            }
        }
        for (Setting setting : settings) {
            String value = chosen.text(setting);
            if (value.isBlank()) {
                if (setting.required()) {
                    refused.put(setting.key(), "a value is needed");
                }
                continue;
            }
            switch (setting.type()) {
                case NUMBER -> {
                    if (!value.strip().matches("\\d{1,9}")) {
                        refused.put(setting.key(), "a whole number is needed");
                    } else if (setting.equals(HOSTS_AT_ONCE) && !isWidth(Integer.parseInt(value.strip()))) {
                        refused.put(setting.key(), "a number from 1 to " + MOST_AT_ONCE + " is needed");
                    }
                }
                case FLAG -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        refused.put(setting.key(), "true or false is needed");
                    }
                }
                case CHOICE -> {
                    if (!setting.choices().contains(value)) {
                        refused.put(setting.key(), "one of " + String.join(", ", setting.choices()) + " is needed");
                    }
                }
                case PATH -> {
                    if (!value.startsWith("/") || value.chars().anyMatch(c -> c < ' ')) {
                        refused.put(setting.key(), "an absolute path is needed");
                    }
                }
                case TEXT, ADDRESS, CREDENTIAL, MANAGEMENT_SERVER -> {
                    if (value.chars().anyMatch(c -> c < ' ')) {
                        refused.put(setting.key(), "control characters are not allowed");
                    }
                }
            }
        }
        return refused;
    }

    private static boolean isWidth(int hosts) {
        return hosts >= 1 && hosts <= MOST_AT_ONCE;
    }
}
