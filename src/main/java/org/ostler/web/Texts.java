package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every text of the screens, in the language of the person: {@code #{t['key']}} or, with values,
 * {@code #{t.say('key', value)}}. The texts of all areas share one name space.
 *
 * <p>A map and not a {@code ResourceBundle}: a bundle falls back to the language of the server's operating system,
 * which would show Chinese to an English reader of a Chinese server.
 */
@Named("t")
@RequestScoped
public class Texts extends AbstractMap<String, String> {
    /** The forms of what is stored in English; see {@link Sentences}. */
    private static final String SENTENCES = "sentences";

    static final List<String> AREAS = List.of(
            "shell",
            "inventory",
            "guides",
            "plan",
            "run",
            "audit",
            "console",
            "manual",
            "settings",
            "procedures",
            "pages",
            Texts.SENTENCES);

    /** A guide's text: kind, guide, the rest. */
    private static final Pattern OF_A_GUIDE = Pattern.compile("(\\w+)\\.([\\w-]+)\\.(.+)");

    /** Stands for the guide's name in what the guides of Linux hosts say alike. */
    private static final String SHARED = "linux";

    private static final Map<String, Map<String, String>> BY_LANGUAGE = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, String>> KEYS_BY_ENGLISH = new ConcurrentHashMap<>();
    private static final Map<String, Sentences> SAID = new ConcurrentHashMap<>();

    private final Preferences preferences;

    Texts() {
        this(null);
    }

    @Inject
    Texts(Preferences preferences) {
        this.preferences = preferences;
    }

    @Override
    public String get(Object key) {
        String text = found(key);
        return text == null ? "?" + key + "?" : text;
    }

    @Override
    public boolean containsKey(Object key) {
        return found(key) != null;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return texts().entrySet();
    }

    /** The text with its {@link MessageFormat} places filled. */
    public String say(String key, Object... values) {
        return new MessageFormat(get(key), preferences.getLocale()).format(values);
    }

    /** The text, or what the code itself says where nobody has translated it. */
    public String either(String key, String otherwise) {
        String text = found(key);
        return text == null ? otherwise : text;
    }

    /** {@code step.kvm-host.x} is looked for as {@code step.linux.x} too: chapters that guides share are said once. */
    private String found(Object key) {
        String text = texts().get(key);
        if (text != null) {
            return text;
        }
        Matcher ofAGuide = OF_A_GUIDE.matcher(String.valueOf(key));
        return ofAGuide.matches() ? texts().get(ofAGuide.group(1) + "." + SHARED + "." + ofAGuide.group(3)) : null;
    }

    /** A sentence that the ledger keeps in English, in the person's language where it is one of ours. */
    public String translated(String english) {
        return translated(english, preferences.getLocale());
    }

    static String translated(String english, Locale locale) {
        String language = name(locale);
        if (english == null || language.equals("en")) {
            return english;
        }
        String key = KEYS_BY_ENGLISH
                .computeIfAbsent("en", name -> of(Locale.ENGLISH).entrySet().stream()
                        .collect(Collectors.toMap(Entry::getValue, Entry::getKey, (one, other) -> one)))
                .get(english);
        return key == null
                ? said(language, locale).say(english).orElse(english)
                : of(locale).getOrDefault(key, english);
    }

    private static Sentences said(String language, Locale locale) {
        return SAID.computeIfAbsent(
                language,
                name -> new Sentences(
                        load("en", List.of(SENTENCES)),
                        load(name, List.of(SENTENCES)),
                        locale,
                        value -> translated(value, locale)));
    }

    private Map<String, String> texts() {
        return of(preferences.getLocale());
    }

    static Map<String, String> of(Locale locale) {
        return BY_LANGUAGE.computeIfAbsent(name(locale), name -> load(name, AREAS));
    }

    private static String name(Locale locale) {
        return locale.getLanguage().equals("zh") ? "zh_CN" : "en";
    }

    private static Map<String, String> load(String name, List<String> areas) {
        Map<String, String> all = new HashMap<>();
        for (String area : areas) {
            String path = "texts/" + area + "/messages_" + name + ".properties";
            try (InputStream in = Texts.class.getClassLoader().getResourceAsStream(path)) {
                if (in == null) {
                    continue;
                }
                Properties texts = new Properties();
                texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                texts.stringPropertyNames().forEach(key -> all.put(key, texts.getProperty(key)));
            } catch (IOException broken) {
                throw new UncheckedIOException(path, broken);
            }
        }
        return Map.copyOf(all);
    }
}
