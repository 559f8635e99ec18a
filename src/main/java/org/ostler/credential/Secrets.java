package org.ostler.credential;

import java.util.Optional;
import java.util.stream.Stream;

/** What a credential hides, in the form in which it is sealed: plain text inside, so it never leaves this package. */
record Secrets(
        Optional<String> password,
        Optional<String> privateKey,
        Optional<String> passphrase,
        Optional<String> sudoPassword) {
    static final Secrets NONE = new Secrets(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What the draft says; where it is silent, what was there. */
    Secrets changedBy(Credentials.Draft draft) {
        boolean newKey = draft.privateKey().isPresent();
        return new Secrets(
                newer(draft.password(), password),
                newer(draft.privateKey(), privateKey),
                // The old passphrase belongs to the old key.
                newer(draft.passphrase(), newKey ? Optional.empty() : passphrase),
                newer(draft.sudoPassword(), sudoPassword));
    }

    private static Optional<String> newer(Optional<Secret> typed, Optional<String> stored) {
        return typed.map(Secret::reveal).or(() -> stored);
    }

    Stream<Secret> all() {
        return Stream.of(password, privateKey, passphrase, sudoPassword)
                .flatMap(Optional::stream)
                .map(Secret::new);
    }

    @Override
    public String toString() {
        return "(secrets)";
    }
}
