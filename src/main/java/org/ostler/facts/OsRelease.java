package org.ostler.facts;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which distribution and version a Linux host runs.
 *
 * @param id as os-release spells it: centos, rhel, rocky, ubuntu, debian …
 * @param version "6.3", "12.04", "9.4"
 */
public record OsRelease(String id, String version, String name) {
    private static final Pattern RED_HAT = Pattern.compile("(.*?)(?: Linux)?(?: Server)? release (\\d+(?:\\.\\d+)*).*");

    /** The families whose files lie in the same places. */
    public enum Family {
        RED_HAT,
        DEBIAN,
        OTHER
    }

    public Family family() {
        return switch (id) {
            case "rhel", "centos", "rocky", "almalinux", "ol", "fedora" -> Family.RED_HAT;
            case "debian", "ubuntu" -> Family.DEBIAN;
            default -> Family.OTHER;
        };
    }

    /** The first number of the version. */
    public int major() {
        Matcher digits = Pattern.compile("(\\d{1,6}).*").matcher(version);
        return digits.matches() ? Integer.parseInt(digits.group(1)) : 0;
    }

    static OsRelease osRelease(Answer answer) {
        Map<String, String> values = Assignments.parse(answer.out());
        String id = values.getOrDefault("ID", "");
        if (!answer.ok() || id.isEmpty()) {
            throw new Fact.Unreadable("there is no /etc/os-release");
        }
        String version = values.getOrDefault("VERSION_ID", "");
        return new OsRelease(id, version, values.getOrDefault("PRETTY_NAME", id + " " + version));
    }

    /** EL 6 and older have no os-release: {@code CentOS release 6.3 (Final)}. */
    static OsRelease redHatRelease(Answer answer) {
        String line = answer.out().strip();
        Matcher match = RED_HAT.matcher(line);
        if (!answer.ok() || !match.matches()) {
            throw new Fact.Unreadable("there is no /etc/redhat-release");
        }
        String product = match.group(1);
        String id = product.startsWith("CentOS")
                ? "centos"
                : product.startsWith("Red Hat") ? "rhel" : product.startsWith("Oracle") ? "ol" : "other";
        return new OsRelease(id, match.group(2), line);
    }
}
