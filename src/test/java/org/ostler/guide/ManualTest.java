package org.ostler.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;

class ManualTest {
    @Test
    void listsEveryItem() {
        Map<String, Long> count = Manual.items().stream()
                .collect(Collectors.groupingBy(item -> item.id().substring(0, 3), Collectors.counting()));
        assertEquals(Map.of("KVM", 52L, "STO", 12L, "XEN", 73L, "HYV", 30L, "VMW", 43L, "LXC", 15L, "PRO", 8L), count);
        assertEquals(
                Manual.items().size(),
                new HashSet<>(Manual.items().stream().map(Manual.Item::id).toList()).size());
    }

    @Test
    void servesTheRollingUpgradeAndTheHostsOfKvmAndLxc() {
        Stream.of(
                        IntStream.rangeClosed(60, 79).mapToObj(number -> "XEN-" + number),
                        IntStream.rangeClosed(1, 52).mapToObj(number -> String.format(Locale.ROOT, "KVM-%02d", number)),
                        IntStream.rangeClosed(1, 15).mapToObj(number -> String.format(Locale.ROOT, "LXC-%02d", number)))
                .flatMap(Function.identity())
                .forEach(item -> assertFalse(Manual.servedBy(item).isEmpty(), item + " is served by nothing"));
    }

    @Test
    void stepsNameOnlyItemsThatExist() {
        Set<String> known = Manual.items().stream().map(Manual.Item::id).collect(Collectors.toSet());
        for (Guide guide : Library.guides()) {
            guide.chapters().apply(new Settings(Map.of())).forEach(chapter -> chapter.steps().stream()
                    .map(Step::covers)
                    .forEach(items -> assertTrue(known.containsAll(items), () -> chapter.key() + ": " + items)));
            guide.settings().forEach(setting -> setting.item()
                    .ifPresent(item -> assertTrue(known.contains(item), setting.key() + ": " + item)));
        }
    }
}
