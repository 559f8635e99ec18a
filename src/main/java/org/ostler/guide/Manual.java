package org.ostler.guide;

import java.util.List;

/** Every numbered item of the manual, and what serves it. */
public final class Manual {
    /**
     * @param kind check, config, command, manual, rule or reference
     * @param chapter heading it stands under
     */
    public record Item(String id, String kind, String chapter, String title, String titleZh) {}

    /**
     * @param guide id
     * @param step key
     */
    public record ServedBy(String guide, String step, String title) {}

    private Manual() {}

    public static List<Item> items() {
        return List.of();
    }

    public static List<ServedBy> servedBy(String item) {
        return List.of();
    }
}
