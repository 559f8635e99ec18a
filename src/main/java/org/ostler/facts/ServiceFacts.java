package org.ostler.facts;

import static org.ostler.facts.HardwareFacts.inEnglish;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What runs on a Linux host. */
public final class ServiceFacts {
    private static final Pattern UNIT = Pattern.compile("\\s*(?:\\S\\s+)?(\\S+)\\.service\\s.*");
    private static final Pattern PROCESS = Pattern.compile("\\s*(\\d+)\\s+(\\d+)\\s+(\\S.*?)\\s*");

    /** Of the kernel's own threads. */
    private static final String KTHREADD = "2";

    /** Running services of systemd, without the suffix. */
    public static final Fact<Set<String>> UNITS = Fact.onHost(
            "running-units",
            inEnglish(
                    "systemctl",
                    "list-units",
                    "--type=service",
                    "--state=running",
                    "--no-legend",
                    "--no-pager",
                    "--full"),
            ServiceFacts::units);

    /**
     * Names of running programs, without the kernel's threads; the kernel keeps 15 letters of each. Systems without
     * systemd have no other look that surely changes nothing: the status of an init script is a program of its own.
     */
    public static final Fact<Set<String>> PROGRAMS = Fact.onHost(
            "running-programs", CommandLine.of("ps", "-e", "-o", "pid=,ppid=,comm="), ServiceFacts::programs);

    public static final List<Fact<?>> ALL = List.of(UNITS, PROGRAMS);

    private ServiceFacts() {}

    private static Set<String> units(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("no systemd: " + answer.err().strip());
        }
        Set<String> names = new TreeSet<>();
        for (String line : answer.out().split("\n", -1)) {
            Matcher match = UNIT.matcher(line);
            if (match.matches()) {
                names.add(match.group(1));
            }
        }
        return names;
    }

    private static Set<String> programs(Answer answer) {
        Set<String> names = new TreeSet<>();
        for (String line : answer.out().split("\n", -1)) {
            Matcher match = PROCESS.matcher(line);
            boolean ofKernel = match.matches()
                    && (match.group(1).equals(KTHREADD) || match.group(2).equals(KTHREADD));
            if (match.matches() && !ofKernel) {
                names.add(match.group(3));
            }
        }
        if (!answer.ok() || names.isEmpty()) {
            throw new Fact.Unreadable("ps lists nothing: " + answer.err().strip());
        }
        return names;
    }
}
