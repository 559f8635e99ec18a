package org.ostler.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/** A guide as the API shows it, with its settings at their defaults. */
public record GuideView(
        String id,
        int version,
        String title,
        String summary,
        Set<String> hypervisors,
        int width,
        List<SettingView> settings,
        List<ChapterView> chapters) {

    /** @param standard is called {@code default} */
    public record SettingView(
            String key,
            String type,
            String title,
            @JsonProperty("default") String standard,
            Optional<String> item,
            List<String> choices,
            boolean required) {}

    public record ChapterView(String key, String title, String scope, List<StepView> steps) {}

    /** @param gate whether it waits for a person */
    public record StepView(
            String key,
            String title,
            String why,
            String on,
            List<String> covers,
            boolean gate,
            List<MendTitle> mends,
            Optional<String> undo,
            Optional<String> irreversible) {}

    public record MendTitle(String key, String title) {}

    static GuideView of(Guide guide) {
        return new GuideView(
                guide.id(),
                guide.version(),
                guide.title(),
                guide.summary(),
                new TreeSet<>(guide.hypervisors()),
                guide.width(),
                guide.settings().stream().map(GuideView::of).toList(),
                guide.chapters().apply(new Settings(Map.of())).stream()
                        .map(GuideView::of)
                        .toList());
    }

    private static SettingView of(Setting setting) {
        return new SettingView(
                setting.key(),
                setting.type().name().toLowerCase(Locale.ROOT),
                setting.title(),
                setting.standard(),
                setting.item(),
                setting.choices(),
                setting.required());
    }

    private static ChapterView of(Chapter chapter) {
        return new ChapterView(
                chapter.key(),
                chapter.title(),
                Names.camel(chapter.scope()),
                chapter.steps().stream().map(GuideView::of).toList());
    }

    private static StepView of(Step step) {
        return new StepView(
                step.key(),
                step.title(),
                step.why(),
                Names.camel(step.on()),
                step.covers(),
                step.question().isPresent(),
                step.troubles().stream()
                        .flatMap(trouble -> trouble.mend().stream())
                        .map(mend -> new MendTitle(mend.key(), mend.title()))
                        .toList(),
                step.undo().flatMap(GuideView::undo),
                step.undo().filter(Undo.Irreversible.class::isInstance).map(undo -> ((Undo.Irreversible) undo)
                        .reason()));
    }

    private static Optional<String> undo(Undo undo) {
        if (undo instanceof Undo.RestoreFiles) {
            return Optional.of("files get their earlier content back");
        }
        if (undo instanceof Undo.RestartService service) {
            return Optional.of("files get their earlier content back, then " + service.service() + " is restarted");
        }
        if (undo instanceof Undo.By by) {
            return Optional.of(by.words());
        }
        return undo instanceof Undo.Nothing ? Optional.of("it changes nothing") : Optional.empty();
    }
}
