package org.ostler.web;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the form that a stored sentence was made by, and says it in another language with the same values.
 *
 * <p>The ledger, the journal and the API keep one language, because they are a record and a contract; only a page has a
 * reader with a language. So what is stored is the English sentence, and {@code texts/sentences} holds its form in
 * both languages: "Run {0} was paused by {1}." Rejected: a key with values in every stored row, which would make each
 * journal entry unreadable without the version of Ostler that wrote it.
 */
final class Sentences {
    /** Longer texts are a host's output, not a sentence of ours; matching them would cost time and find nothing. */
    private static final int LONGEST = 2_000;

    /** Sentences of the pages that are open now; a smaller one would match them anew at each refresh of a run. */
    private static final int REMEMBERED = 2_000;

    /** Smaller: a finding with many problems stays English. Larger: a host's output is tried piece by piece. */
    private static final int MOST_SENTENCES = 40;

    private static final Pattern SEVERAL = Pattern.compile("(?<=\\.) (?=\\S)");

    /** What a sentence is about, before it: {@code eth0.100: The name …}. */
    private static final Pattern ABOUT = Pattern.compile("(?s)(\\S+: )(.+)");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private record Form(String key, Pattern pattern, List<Integer> places, int literal) {}

    private final Map<String, String> forms;
    private final Locale locale;
    private final UnaryOperator<String> wording;
    private final List<Form> patterns;
    private final Map<String, Optional<String>> known =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
                    return size() > REMEMBERED;
                }
            });

    /**
     * @param english key → form in English
     * @param forms key → form in the language to speak
     * @param wording how a value inside a sentence is said, when it is a word of ours itself
     */
    Sentences(Map<String, String> english, Map<String, String> forms, Locale locale, UnaryOperator<String> wording) {
        this.forms = Map.copyOf(forms);
        this.locale = locale;
        this.wording = wording;
        this.patterns = new TreeMap<>(english)
                .entrySet().stream()
                        .map(entry -> form(entry.getKey(), entry.getValue()))
                        .filter(form -> this.forms.containsKey(form.key()))
                        .sorted(Comparator.comparingInt(Form::literal).reversed())
                        .toList();
    }

    /** The sentence in this language; empty when no form of ours made it. */
    Optional<String> say(String sentence) {
        if (sentence.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> said = known.get(sentence);
        if (said == null) {
            said = find(sentence);
            known.put(sentence, said);
        }
        return said;
    }

    private Optional<String> find(String sentence) {
        Optional<String> whole = Optional.empty();
        for (Form form : patterns) {
            Matcher matcher = form.pattern().matcher(sentence);
            if (matcher.matches()) {
                whole = Optional.of(fill(form, matcher));
                if (form.places().stream().noneMatch(place -> SEVERAL.matcher(matcher.group("v" + place))
                        .find())) {
                    return whole;
                }
                break;
            }
        }
        Optional<String> each = each(sentence);
        return each.isPresent() ? each : whole;
    }

    /** Sentences of ours one after the other, as findings tell several problems; empty unless all are known. */
    private Optional<String> each(String text) {
        String[] sentences = SEVERAL.split(text, MOST_SENTENCES);
        if (sentences.length < 2) {
            return Optional.empty();
        }
        List<String> said = new ArrayList<>();
        for (String sentence : sentences) {
            Matcher about = ABOUT.matcher(sentence);
            Optional<String> told =
                    about.matches() ? say(about.group(2)).map(words -> about.group(1) + words) : Optional.empty();
            told = told.isPresent() ? told : say(sentence);
            if (told.isEmpty()) {
                return Optional.empty();
            }
            said.add(told.get());
        }
        return Optional.of(String.join(" ", said));
    }

    private String fill(Form form, Matcher matcher) {
        Object[] values = new Object[10];
        for (int place : form.places()) {
            values[place] = wording.apply(matcher.group("v" + place));
        }
        return new MessageFormat(forms.get(form.key()), locale).format(values);
    }

    private static Form form(String key, String text) {
        StringBuilder pattern = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        int literal = 0;
        int from = 0;
        Matcher at = PLACE.matcher(text);
        while (at.find()) {
            String between = unquoted(text.substring(from, at.start()));
            literal += between.length();
            int place = Integer.parseInt(at.group(1));
            pattern.append(Pattern.quote(between));
            pattern.append(places.contains(place) ? "\\k<v" + place + ">" : "(?<v" + place + ">.*?)");
            places.add(place);
            from = at.end();
        }
        String rest = unquoted(text.substring(from));
        pattern.append(Pattern.quote(rest));
        return new Form(key, Pattern.compile(pattern.toString(), Pattern.DOTALL), places, literal + rest.length());
    }

    /** {@link MessageFormat} writes an apostrophe twice. */
    private static String unquoted(String text) {
        return text.replace("''", "'");
    }
}
