package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Template;

/**
 * What CloudStack's own setup does to a host when it is added: it writes libvirt's and the agent's files anew. A copy of
 * before stays on the host, so that each changed line can be shown and no secret in them ever leaves the host's files.
 */
final class Rewritten {
    private static final String COPY = "/var/lib/ostler/before-add-host";

    /** Read and compared line by line. */
    private static final List<String> FILES = List.of(
            "/etc/libvirt/libvirtd.conf",
            "/etc/libvirt/qemu.conf",
            AgentProperties.PATH,
            "/etc/sysconfig/libvirtd",
            "/etc/default/libvirtd",
            "/etc/default/libvirt-bin");

    /** Compared as a whole: other files may hold secrets of their own. */
    private static final List<String> NETWORK =
            List.of("/etc/sysconfig/network-scripts", "/etc/network", "/etc/netplan", "/etc/NetworkManager");

    private static final List<String> COPIED = List.of(
            "/etc/libvirt",
            "/etc/cloudstack/agent",
            "/etc/sysconfig",
            "/etc/default",
            "/etc/network",
            "/etc/netplan",
            "/etc/NetworkManager");

    /** A gate's evidence is read by a person: what is longer is counted. */
    private static final int MOST_LINES = 60;

    private static final Fact<Boolean> COPY_IS_THERE =
            Fact.onHost("copy-before-add-host", CommandLine.of("test", "-d", COPY), Answer::ok);

    /** What setup printed as failed; it exits with 0 all the same. Two names of its log. */
    private static final Fact<List<String>> FAILURES = Fact.onHost(
            "agent-setup-failures",
            CommandLine.of(
                    "grep",
                    "-h",
                    "-F",
                    "[Failed]",
                    "/var/log/cloudstack/agent/setup.log",
                    "/var/log/cloudstack/agent/setupAgent.log"),
            answer -> answer.out()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList());

    static final List<Fact<?>> FACTS = Stream.of(
                    Stream.<Fact<?>>of(COPY_IS_THERE, FAILURES),
                    FILES.stream().<Fact<?>>map(LinuxFacts::file),
                    FILES.stream().<Fact<?>>map(path -> LinuxFacts.file(COPY + path)),
                    NETWORK.stream().<Fact<?>>map(Rewritten::network))
            .flatMap(facts -> facts)
            .toList();

    private Rewritten() {}

    private static Fact<List<String>> network(String directory) {
        return Fact.onHost(
                "differs " + directory,
                CommandLine.of("diff", "-rq", COPY + directory, directory),
                answer -> answer.exit() == 1
                        ? answer.out().lines().map(Rewritten::plain).toList()
                        : List.of());
    }

    private static String plain(String line) {
        return line.replace(COPY, "(before) ");
    }

    static boolean isSaved(Situation situation) {
        return situation.fact(COPY_IS_THERE);
    }

    /** Each file that is compared later has its copy: cp says alike that a directory is missing and the disk full. */
    static boolean isWhole(Situation situation) {
        return isSaved(situation) && changes(situation).isEmpty();
    }

    /** What a host does not have is left out: cp then exits with 1. */
    static List<Action> save() {
        return List.of(
                Commands.run(CommandLine.of("rm", "-rf", COPY), Set.of(0)),
                Commands.run(CommandLine.of("mkdir", "-p", "-m", "0700", COPY), Set.of(0)),
                Commands.run(
                        CommandLine.of("cp", "-a", "--parents")
                                .plus(COPIED.toArray(String[]::new))
                                .plus(COPY),
                        Set.of(0, 1)));
    }

    static List<Action> forget() {
        return List.of(Commands.run(CommandLine.of("rm", "-rf", COPY), Set.of(0)));
    }

    static List<Template> forgotten() {
        return List.of(new Template("rm -rf " + COPY, "exactly this"));
    }

    /** For the run's note: old failures are not this one's. */
    static String failuresBefore(Situation situation) {
        return Integer.toString(situation.fact(FAILURES).size());
    }

    static List<String> failures(Situation situation, String note) {
        List<String> all = situation.fact(FAILURES);
        int before = Integer.parseInt(situation.recorded().getOrDefault(note, "0"));
        return all.subList(Math.min(before, all.size()), all.size());
    }

    /** Files as they were before and are now, where they differ. */
    private static List<FileChange> changes(Situation situation) {
        if (!isSaved(situation)) {
            return List.of();
        }
        return FILES.stream()
                .map(path -> new FileChange(
                        path,
                        situation.fact(LinuxFacts.file(COPY + path)),
                        situation.fact(LinuxFacts.file(path)),
                        Optional.empty(),
                        Optional.empty(),
                        AgentProperties.SECRETS))
                .filter(change -> !change.isEmpty())
                .toList();
    }

    private static List<String> networkChanges(Situation situation) {
        return isSaved(situation)
                ? NETWORK.stream()
                        .flatMap(directory -> situation.fact(network(directory)).stream())
                        .toList()
                : List.of();
    }

    static boolean isAnything(Situation situation) {
        return !evidence(situation).isEmpty();
    }

    /** Each changed line, for a person to read. */
    static List<Finding> evidence(Situation situation) {
        List<Finding> found = new ArrayList<>();
        for (FileChange change : changes(situation)) {
            changedLines(UnifiedDiff.of(change)).forEach(line -> found.add(Finding.warn(change.path() + ": " + line)));
        }
        networkChanges(situation).forEach(line -> found.add(Finding.warn(line)));
        if (found.size() > MOST_LINES) {
            int more = found.size() - MOST_LINES;
            found.subList(MOST_LINES, found.size()).clear();
            found.add(Finding.warn(more + " more lines differ"));
        }
        return List.copyOf(found);
    }

    /** Blank lines, and other spaces around the same value, say nothing. */
    static List<String> changedLines(String diff) {
        List<String> lines = diff.lines()
                .filter(line -> line.matches("[+-](?![+-]{2} ).*\\S.*"))
                .toList();
        List<String> values = lines.stream().map(Rewritten::value).toList();
        List<String> told = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            String value = values.get(at);
            String other = (value.startsWith("+") ? "-" : "+") + value.substring(1);
            if (!values.contains(other)) {
                told.add(lines.get(at));
            }
        }
        return told;
    }

    private static String value(String line) {
        return line.replaceFirst("\\s*=\\s*", "=").stripTrailing();
    }
}
