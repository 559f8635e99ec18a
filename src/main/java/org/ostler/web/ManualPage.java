package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ostler.guide.Manual;

/** Every numbered item of the manual and what serves it. */
@Named("manual")
@RequestScoped
public class ManualPage {
    @Inject
    private Preferences preferences;

    private String show = "";

    /** Items under one heading. */
    public record Heading(String title, List<Manual.Item> items) {}

    public List<Heading> getHeadings() {
        Map<String, List<Manual.Item>> headings = new LinkedHashMap<>();
        for (Manual.Item item : Manual.items()) {
            if (shows(item)) {
                headings.computeIfAbsent(item.chapter(), unseen -> new ArrayList<>())
                        .add(item);
            }
        }
        List<Heading> all = new ArrayList<>();
        headings.forEach((title, items) -> all.add(new Heading(title, items)));
        return all;
    }

    private boolean shows(Manual.Item item) {
        return switch (show) {
            case "served" -> isServed(item);
            case "open" -> !isServed(item);
            default -> true;
        };
    }

    public boolean isServed(Manual.Item item) {
        return !Manual.servedBy(item.id()).isEmpty();
    }

    public List<Manual.ServedBy> servedBy(Manual.Item item) {
        return Manual.servedBy(item.id());
    }

    public String title(Manual.Item item) {
        return preferences.isChinese() ? item.titleZh() : item.title();
    }

    public int getTotal() {
        return Manual.items().size();
    }

    public long getServed() {
        return Manual.items().stream().filter(this::isServed).count();
    }

    public String getShow() {
        return show;
    }

    public void setShow(String chosen) {
        show = chosen == null ? "" : chosen;
    }
}
