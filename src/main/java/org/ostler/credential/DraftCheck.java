package org.ostler.credential;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ostler.platform.Refusal;

/** What a person typed, held against what a credential can be. Says what to do, never what was typed as a secret. */
final class DraftCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern USER = Pattern.compile("[^\\p{Cntrl}\\s]([^\\p{Cntrl}]{0,198}[^\\p{Cntrl}\\s])?");
    private static final Pattern ONE_LINE = Pattern.compile("[^\\r\\n\\x00]{1,4096}");
    private static final int LONGEST_KEY = 20_000;

    private DraftCheck() {}

    /** @param secrets what would be stored */
    static void check(Credentials.Draft draft, Secrets secrets) {
        name(draft.name());
        if (!USER.matcher(draft.user()).matches()) {
            throw Refusal.badInput(
                    "bad-user",
                    "The user name (or API key) is empty, longer than 200 characters or holds control characters.",
                    "Type the name that logs in.");
        }
        oneLine("password", secrets.password());
        oneLine("passphrase", secrets.passphrase());
        oneLine("password for sudo", secrets.sudoPassword());
        switch (draft.kind()) {
            case SSH_PASSWORD -> needed("password", secrets.password());
            case SSH_KEY -> key(secrets.privateKey());
            case CLOUDSTACK_API, DATABASE -> {
                needed(draft.kind() == Credentials.Kind.DATABASE ? "password" : "API secret", secrets.password());
                if (draft.sudo() || draft.jumpAddress().isPresent()) {
                    throw Refusal.badInput(
                            "not-for-ssh",
                            "Only credentials for SSH become root by sudo or go over a jump host.",
                            "Leave both empty.");
                }
            }
        }
        if (draft.jumpAddress().isPresent() != draft.jumpCredential().isPresent()) {
            throw Refusal.badInput(
                    "half-a-jump",
                    "A jump host needs its address and the credential for it.",
                    "Fill in both, or neither.");
        }
        draft.jumpAddress().ifPresent(JumpAddress::parse);
    }

    static void name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.badInput(
                    "bad-name",
                    "A credential's name has 1 to 64 letters, digits, dots, dashes or underscores.",
                    "Choose another name.");
        }
    }

    private static void needed(String what, Optional<String> secret) {
        if (secret.isEmpty()) {
            throw Refusal.badInput("secret-missing", "The " + what + " is missing.", "Type it.");
        }
    }

    private static void oneLine(String what, Optional<String> secret) {
        if (secret.isPresent() && !ONE_LINE.matcher(secret.get()).matches()) {
            throw Refusal.badInput(
                    "bad-secret",
                    "The " + what + " is empty, longer than 4096 characters or has more than one line.",
                    "Type it again, in one line.");
        }
    }

    private static void key(Optional<String> text) {
        needed("private key", text);
        String key = text.orElseThrow().strip();
        if (key.length() > LONGEST_KEY || !key.startsWith("-----BEGIN ") || !key.contains("PRIVATE KEY-----")) {
            throw Refusal.badInput(
                    "bad-key",
                    "This is no private key in OpenSSH's form or PEM.",
                    "Paste the whole file, from -----BEGIN to -----END; not the .pub file.");
        }
    }
}
