package org.ostler.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Facts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;
import org.ostler.procedure.Trouble;
import org.ostler.procedure.Undo;

/** The English bundle is what the guides themselves say; the Chinese one has the same keys. */
class GuideTextsTest {
    private static final String EN = "texts/guides/messages_en.properties";
    private static final String ZH = "texts/guides/messages_zh_CN.properties";

    private static final Situation NOWHERE = new Situation(
            new Settings(Map.of()),
            new Target(Target.Kind.HOST, new UUID(0, 0), "nowhere"),
            Optional.empty(),
            List.of(),
            Facts.none(),
            Map.of());

    @Test
    void theEnglishBundleSaysWhatTheGuidesSay() throws IOException {
        Map<String, String> said = new TreeMap<>();
        Library.guides().forEach(guide -> tell(guide, said));
        shareAmongLinuxHosts(said);
        if (Boolean.getBoolean("goldens.rewrite")) {
            rewrite(EN, said);
            rewrite(ZH, translations(said));
            return;
        }
        assertEquals(said, bundle(EN));
    }

    /** What both guides of Linux hosts say alike is kept once. */
    private static void shareAmongLinuxHosts(Map<String, String> said) {
        for (String key : List.copyOf(said.keySet())) {
            String twin = key.replace(".kvm-host.", ".lxc-host.");
            if (!twin.equals(key) && said.get(key).equals(said.get(twin))) {
                said.put(key.replace(".kvm-host.", ".linux."), said.remove(key));
                said.remove(twin);
            }
        }
    }

    /** Those that exist, also where a text moved between a guide of its own and the shared ones. */
    private static Map<String, String> translations(Map<String, String> said) throws IOException {
        Map<String, String> chinese = bundle(ZH);
        Map<String, String> kept = new TreeMap<>();
        for (String key : said.keySet()) {
            Stream.of(key, key.replace(".linux.", ".kvm-host."), key.replaceFirst("\\.(kvm|lxc)-host\\.", ".linux."))
                    .filter(chinese::containsKey)
                    .findFirst()
                    .ifPresent(known -> kept.put(key, chinese.get(known)));
        }
        return kept;
    }

    private static void rewrite(String name, Map<String, String> texts) throws IOException {
        StringBuilder text = new StringBuilder();
        texts.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(Path.of("src/main/resources", name), text);
    }

    @Test
    void theChineseBundleHasTheSameKeys() throws IOException {
        Map<String, String> english = bundle(EN);
        Map<String, String> chinese = bundle(ZH);
        assertEquals(english.keySet(), chinese.keySet());
        chinese.forEach((key, value) -> {
            assertFalse(value.isBlank(), key);
            assertTrue(value.codePoints().anyMatch(Character::isIdeographic), key + " is not Chinese: " + value);
        });
    }

    private static void tell(Guide guide, Map<String, String> said) {
        said.put("guide." + guide.id(), guide.title());
        said.put("guide." + guide.id() + ".title", guide.title());
        said.put("guide." + guide.id() + ".summary", guide.summary());
        guide.settings().forEach(setting -> said.put("setting." + guide.id() + "." + setting.key(), setting.title()));
        guide.invariants().forEach(check -> tell(guide, check, said));
        for (Chapter chapter : guide.chapters().apply(new Settings(Map.of()))) {
            said.put("chapter." + guide.id() + "." + chapter.key(), chapter.title());
            chapter.steps().forEach(step -> tell(guide, step, said));
        }
    }

    private static void tell(Guide guide, Step step, Map<String, String> said) {
        said.put("step." + guide.id() + "." + step.key(), step.title());
        assertFalse(step.why().isBlank(), step.key() + " has no why");
        said.put("step." + guide.id() + "." + step.key() + ".why", step.why());
        step.checks().forEach(check -> tell(guide, check, said));
        step.question().ifPresent(question -> {
            said.put(
                    "question." + guide.id() + "." + step.key(),
                    question.question().apply(NOWHERE));
            said.put(
                    "question." + guide.id() + "." + step.key() + ".instructions",
                    question.instructions().apply(NOWHERE));
        });
        words(step.undo().orElseThrow()).ifPresent(words -> said.put("undo." + guide.id() + "." + step.key(), words));
        for (Trouble trouble : step.troubles()) {
            said.put("trouble." + guide.id() + "." + trouble.key(), trouble.explanation());
            trouble.mend().ifPresent(mend -> said.put("mend." + guide.id() + "." + mend.key(), mend.title()));
        }
    }

    private static Optional<String> words(Undo undo) {
        if (undo instanceof Undo.By by) {
            return Optional.of(by.words());
        }
        return undo instanceof Undo.Irreversible irreversible ? Optional.of(irreversible.reason()) : Optional.empty();
    }

    private static void tell(Guide guide, Check check, Map<String, String> said) {
        String title = check.title().replaceAll("dump of \\w+$", "dump");
        String before = said.put("check." + guide.id() + "." + check.key(), title);
        assertTrue(before == null || before.equals(title), () -> "two checks are called " + check.key());
        if (!check.remedy().isBlank()) {
            said.put("check." + guide.id() + "." + check.key() + ".remedy", check.remedy());
        }
    }

    private static Map<String, String> bundle(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = GuideTextsTest.class.getResourceAsStream("/" + name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((key, value) -> texts.put(((String) key).toLowerCase(Locale.ROOT), (String) value));
        return texts;
    }
}
