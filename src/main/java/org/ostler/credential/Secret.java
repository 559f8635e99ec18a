package org.ostler.credential;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import java.util.Objects;

/** Something that reaches no log, argv, diff, transcript, audit row or page. Its text is asked for by name. */
@JsonIgnoreType
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The only way to the text; every caller of this is a place to review. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && java.security.MessageDigest.isEqual(
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        that.text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
