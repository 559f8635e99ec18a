package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Pattern KEY = Pattern.compile("(?<![\\w.])t(?:\\[|\\.say\\()'([\\w.-]+)'[\\],)]");

    private final Map<String, String> english = Texts.of(Locale.ENGLISH);
    private final Map<String, String> chinese = Texts.of(Locale.SIMPLIFIED_CHINESE);

    @Test
    void everyTextExistsInBothLanguages() {
        assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(chinese.keySet()));
    }

    /** A later line would silently win. */
    @Test
    void noKeyStandsTwice() throws IOException {
        TreeSet<String> twice = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/texts"))) {
            files.filter(Files::isRegularFile).forEach(file -> {
                TreeSet<String> seen = new TreeSet<>();
                read(file)
                        .lines()
                        .filter(line -> !line.startsWith("#") && line.contains("="))
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .filter(key -> !seen.add(key))
                        .forEach(key -> twice.add(file + ": " + key));
            });
        }
        assertEquals(new TreeSet<>(), twice);
    }

    @Test
    void bothLanguagesFillTheSamePlaces() {
        english.forEach((key, text) -> assertEquals(
                new MessageFormat(text).getFormatsByArgumentIndex().length,
                new MessageFormat(chinese.get(key)).getFormatsByArgumentIndex().length,
                key));
    }

    @Test
    void everyTextThatAPageAsksForExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        try (Stream<Path> pages = Files.walk(Path.of("webapp"))) {
            pages.filter(page -> page.toString().endsWith(".xhtml")).forEach(page -> KEY.matcher(read(page))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .filter(key -> !english.containsKey(key))
                    .forEach(key -> missing.add(page + ": " + key)));
        }
        assertEquals(new TreeSet<>(), missing);
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
