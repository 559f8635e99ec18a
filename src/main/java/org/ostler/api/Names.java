package org.ostler.api;

import java.util.Locale;

/** Words of the vocabulary as JSON spells them. */
final class Names {
    private Names() {}

    /** MANAGEMENT_SERVER → managementServer, CLOUDSTACK → cloudstack. */
    static String camel(Enum<?> word) {
        String[] parts = word.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder name = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            name.append(Character.toUpperCase(parts[i].charAt(0))).append(parts[i].substring(1));
        }
        return name.toString();
    }
}
