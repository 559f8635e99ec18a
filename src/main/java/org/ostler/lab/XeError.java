package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What xe says on standard error before it exits with 1. */
final class XeError extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final ArrayList<String> parameters;

    private XeError(String text, String code, List<String> parameters) {
        super(text);
        this.code = code;
        this.parameters = new ArrayList<>(parameters);
    }

    /** The command line's own complaint. */
    static XeError said(String words) {
        return new XeError("Error: " + words, "", List.of());
    }

    /** An error of xapi, with its sentence where it has one. */
    static XeError api(String code, String... parameters) {
        return new XeError(XeErrors.text(code, List.of(parameters)), code, List.of(parameters));
    }

    static XeError uuidInvalid(String type, String uuid) {
        boolean acronym =
                Set.of("vm", "vbd", "vdi", "vif", "pif", "pbd", "sr", "vlan").contains(type);
        return api("UUID_INVALID", acronym ? type.toUpperCase(Locale.ROOT) : type, uuid);
    }

    static XeError missing(String parameter) {
        return new XeError("Required parameter not found: " + parameter + "\nFor usage run: 'xe help'", "", List.of());
    }

    static XeError bare(String text) {
        return new XeError(text, "", List.of());
    }

    String code() {
        return code;
    }

    /** As it stands in the list of an evacuation's obstacles: the code and its parameters, with commas. */
    String asReason() {
        List<String> all = new ArrayList<>();
        all.add(code);
        parameters.forEach(parameter -> all.add(parameter.replaceFirst(" \\(.*\\)$", "")));
        return String.join(",", all);
    }
}
