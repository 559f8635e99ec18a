package org.ostler.procedure;

import java.util.List;
import java.util.Optional;

/**
 * A value that a person may choose before a plan is made. Every setting has a default from the manual where the
 * manual names one.
 *
 * @param key stable; also names its texts: {@code setting.<guide>.<key>}
 * @param item the manual item it comes from, empty when it is ours
 * @param choices the allowed values of {@link Type#CHOICE}, otherwise empty
 */
public record Setting(
        String key,
        Type type,
        String title,
        String standard,
        Optional<String> item,
        List<String> choices,
        boolean required) {
    public enum Type {
        TEXT,
        NUMBER,
        FLAG,
        CHOICE,
        PATH,
        ADDRESS,
        /** The name of a credential in the vault; never the secret itself. */
        CREDENTIAL,
        /** The name of a management server of the zone. */
        MANAGEMENT_SERVER
    }

    public static Setting text(String key, String title, String standard) {
        return new Setting(key, Type.TEXT, title, standard, Optional.empty(), List.of(), true);
    }

    public static Setting flag(String key, String title, boolean standard) {
        return new Setting(key, Type.FLAG, title, Boolean.toString(standard), Optional.empty(), List.of(), true);
    }

    public static Setting choice(String key, String title, String standard, String... choices) {
        return new Setting(key, Type.CHOICE, title, standard, Optional.empty(), List.of(choices), true);
    }

    public static Setting of(String key, Type type, String title, String standard) {
        return new Setting(key, type, title, standard, Optional.empty(), List.of(), true);
    }

    public Setting from(String manualItem) {
        return new Setting(key, type, title, standard, Optional.of(manualItem), choices, required);
    }

    public Setting optional() {
        return new Setting(key, type, title, standard, item, choices, false);
    }
}
