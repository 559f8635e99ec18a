package org.ostler.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;

/** Every numbered item of the manual, and what serves it. Steps name their items; nothing is served by a list. */
public final class Manual {
    /**
     * @param kind check, config, command, manual, rule or reference; product for what the commission itself asks
     * @param chapter heading it stands under
     */
    public record Item(String id, String kind, String chapter, String title, String titleZh) {}

    /**
     * @param guide id
     * @param step key
     */
    public record ServedBy(String guide, String step, String title) {}

    private static final List<Item> ITEMS = read();
    private static final Map<String, List<ServedBy>> SERVED = served();

    private Manual() {}

    public static List<Item> items() {
        return ITEMS;
    }

    public static List<ServedBy> servedBy(String item) {
        return SERVED.getOrDefault(item, List.of());
    }

    /** Lines of {@code id|kind|title|Chinese title} under {@code # chapter}. */
    private static List<Item> read() {
        List<Item> items = new ArrayList<>();
        String chapter = "";
        for (String line : text().lines().toList()) {
            if (line.startsWith("# ")) {
                chapter = line.substring(2);
            } else if (!line.isBlank()) {
                String[] columns = line.split("\\|", 4);
                items.add(new Item(columns[0], columns[1], chapter, columns[2], columns[3]));
            }
        }
        return List.copyOf(items);
    }

    private static String text() {
        try (InputStream in = Manual.class.getResourceAsStream("/manual/items.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, List<ServedBy>> served() {
        Map<String, List<ServedBy>> served = new TreeMap<>();
        for (Guide guide : Library.guides()) {
            for (Chapter chapter : guide.chapters().apply(new Settings(Map.of()))) {
                for (Step step : chapter.steps()) {
                    ServedBy by = new ServedBy(guide.id(), step.key(), step.title());
                    step.covers().forEach(item -> served.computeIfAbsent(item, none -> new ArrayList<>())
                            .add(by));
                }
            }
        }
        served.replaceAll((item, by) -> List.copyOf(by));
        return served;
    }
}
