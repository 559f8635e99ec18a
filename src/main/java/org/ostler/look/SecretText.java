package org.ostler.look;

import java.util.Collection;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.console.Masking;
import org.ostler.credential.Secret;
import org.ostler.facts.Answer;

/**
 * Answers as they may be kept and shown. Known secrets are masked in every form in which programs print them; and in
 * configuration the value of a key whose name says that it is secret, because a host has passwords that Ostler was
 * never told.
 */
final class SecretText implements UnaryOperator<Answer> {
    /** {@code key = value}, {@code key: value}, {@code "key": "value"}, commented out too; {@code <key>value}. */
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?im)((?:^[ \\t#;]*[\"']?[\\w.-]*(?:passw(?:or)?d|passphrase|secret|token|psk|community|private[._-]?key)[\\w.-]*"
                    + "[\"']?[ \\t]*[=:][ \\t]*)|<[\\w.-]*(?:passw(?:or)?d|secret)[\\w.-]*>)(?=\\S)((?<=>)[^<]*|[^\\n]*)");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END [A-Z ]*PRIVATE KEY-----|$)");

    private final Masking known;

    SecretText(Collection<Secret> secrets) {
        known = new Masking(secrets);
    }

    @Override
    public Answer apply(Answer answer) {
        return new Answer(answer.exit(), masked(answer.out()), masked(answer.err()));
    }

    String masked(String text) {
        String keyless = PRIVATE_KEY
                .matcher(known.mask(text))
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + Masking.MASK + found.group(2)));
        return SECRET_KEY.matcher(keyless).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + Masking.MASK));
    }
}
