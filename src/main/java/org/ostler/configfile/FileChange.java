package org.ostler.configfile;

import java.util.Optional;
import java.util.Set;

/**
 * One file as it shall be.
 *
 * @param path absolute
 * @param before the text that was seen; empty when there was no file
 * @param after the wanted text; empty when the file shall be gone
 * @param mode octal, as chmod takes it; for an existing file empty keeps what is there
 * @param owner {@code user:group}; for an existing file empty keeps what is there
 * @param secretKeys keys whose values never leave the vault: shown only as "secret, changed" or "secret, unchanged"
 */
public record FileChange(
        String path,
        Optional<String> before,
        Optional<String> after,
        Optional<String> mode,
        Optional<String> owner,
        Set<String> secretKeys) {
    public FileChange {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a managed file has an absolute path: " + path);
        }
        secretKeys = Set.copyOf(secretKeys);
    }

    @com.fasterxml.jackson.annotation.JsonIgnore
    public boolean isEmpty() {
        return before.equals(after);
    }

    public static FileChange write(String path, Optional<String> before, String after) {
        return new FileChange(
                path,
                before,
                Optional.of(after),
                before.isPresent() ? Optional.empty() : Optional.of("0644"),
                before.isPresent() ? Optional.empty() : Optional.of("root:root"),
                Set.of());
    }

    public FileChange withMode(String octal) {
        return new FileChange(path, before, after, Optional.of(octal), owner, secretKeys);
    }

    /** The change that brings back what was there. */
    public FileChange reversed() {
        return new FileChange(path, after, before, mode, owner, secretKeys);
    }
}
