package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ostler.platform.Json;
import org.ostler.web.Texts;

/** What the transcript's script needs to know: it speaks with the server by itself, beside the page's view. */
@Named
@RequestScoped
public class TranscriptCard {
    private static final List<String> SAID =
            List.of("newer", "news", "lines", "quiet", "beat", "hits", "noHits", "offline", "signedOut");

    @Inject
    private RunPage page;

    @Inject
    private Texts texts;

    /** Titles of all steps, for the headings within the transcript; of what each host does by the step's key. */
    public String getStepTitles() {
        Map<String, String> titles = new LinkedHashMap<>();
        page.getRun().steps().forEach(step -> titles.putIfAbsent(step.id().replaceFirst("@.*", ""), page.title(step)));
        return Json.write(titles);
    }

    public String getTexts() {
        Map<String, String> said = new LinkedHashMap<>();
        SAID.forEach(key -> said.put(key, texts.get("run.js." + key)));
        return Json.write(said);
    }
}
