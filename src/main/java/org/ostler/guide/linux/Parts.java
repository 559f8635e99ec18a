package org.ostler.guide.linux;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;

/**
 * The chapters of a Linux hypervisor's guide in the manual's order, and the choice of one of them: a team that only
 * opens the firewall of forty hosts again wants no plan of everything.
 *
 * @param items prefix of the guide's own manual items, such as {@code KVM}; a shared step names those of both guides
 */
public record Parts(String items, List<Part> all) {
    private static final String EVERYTHING = "everything";

    /** @param name a value of the setting; several chapters may share one */
    public record Part(String name, Function<Settings, Chapter> chapter) {}

    public Parts {
        all = List.copyOf(all);
    }

    public static Part part(String name, Function<Settings, Chapter> chapter) {
        return new Part(name, chapter);
    }

    /** The setting that chooses among them. */
    public Setting setting() {
        return Setting.choice(
                "part",
                "Part of the manual",
                EVERYTHING,
                Stream.concat(
                                Stream.of(EVERYTHING),
                                all.stream().map(Part::name).distinct())
                        .toArray(String[]::new));
    }

    public List<Chapter> chapters(Settings settings) {
        String chosen = settings.text(setting());
        return all.stream()
                .filter(part -> chosen.equals(EVERYTHING) || chosen.equals(part.name()))
                .map(part -> covering(part.chapter().apply(settings)))
                .toList();
    }

    /** The chapter as this guide serves it: with the items of its own part of the manual. */
    private Chapter covering(Chapter chapter) {
        return new Chapter(
                chapter.key(),
                chapter.title(),
                chapter.scope(),
                chapter.steps().stream()
                        .map(step -> step.covers(step.covers().stream()
                                .filter(item -> item.startsWith(items + "-"))
                                .toArray(String[]::new)))
                        .toList());
    }
}
