package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.KeyValueFile;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.OsRelease;
import org.ostler.procedure.Action;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** Which firewall a host has, and which of CloudStack's ports it does not let in yet (KVM-47 to KVM-51). */
final class Firewall {
    /** Of the three that a distribution may have; none is a choice too. */
    enum Kind {
        IPTABLES,
        UFW,
        FIREWALLD,
        NONE
    }

    /** Ports that were let in before: a rollback leaves them. */
    static final String OPEN_BEFORE = "open-ports-before";

    private static final String SYSCONFIG = "/etc/sysconfig/iptables";
    private static final String DEFAULT_UFW = "/etc/default/ufw";

    private static final Fact<Boolean> FIREWALLD = Fact.onHost(
            "firewall-cmd --state",
            CommandLine.of("firewall-cmd", "--state"),
            answer -> answer.ok() && answer.out().strip().equals("running"));

    private static final Fact<List<String>> FIREWALLD_NOW = ports("firewalld-now", "--list-ports");
    private static final Fact<List<String>> FIREWALLD_KEPT = ports("firewalld-kept", "--permanent", "--list-ports");

    /** Empty where there is no ufw. */
    private static final Fact<Optional<Boolean>> UFW_ACTIVE = Fact.onHost(
            "ufw status",
            CommandLine.of("ufw", "status"),
            answer -> answer.ok() ? Optional.of(answer.out().contains("Status: active")) : Optional.empty());

    /** Rules as they were added, active or not. */
    private static final Fact<List<String>> UFW_ADDED =
            Fact.onHost("ufw show added", CommandLine.of("ufw", "show", "added"), answer -> answer.out()
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("ufw "))
                    .toList());

    private static final Fact<String> IPTABLES_SAVED =
            Fact.onHost("iptables-save", CommandLine.of("iptables-save"), answer -> {
                if (!answer.ok()) {
                    throw new Fact.Unreadable(
                            "iptables-save failed: " + answer.err().strip());
                }
                return answer.out();
            });

    static final List<Fact<?>> FACTS = List.of(
            LinuxFacts.OS_RELEASE,
            LinuxFacts.REDHAT_RELEASE,
            FIREWALLD,
            FIREWALLD_NOW,
            FIREWALLD_KEPT,
            UFW_ACTIVE,
            UFW_ADDED,
            IPTABLES_SAVED,
            LinuxFacts.file(SYSCONFIG),
            LinuxFacts.file(DEFAULT_UFW));

    private Firewall() {}

    private static Fact<List<String>> ports(String name, String... arguments) {
        return Fact.onHost(
                name,
                CommandLine.of("firewall-cmd", arguments),
                answer -> Arrays.asList(answer.ok() ? answer.out().strip().split("\\s+", -1) : new String[0]));
    }

    /** The manual's, and libvirtd's where another one is chosen. */
    static List<String> wanted(Settings settings) {
        return List.of(
                "22", "1798", Integer.toString(settings.number(LibvirtSettings.TCP_PORT)), "5900:6100", "49152:49216");
    }

    /** What was chosen; else what is active or, on Debian and Ubuntu, installed. */
    static Kind kind(Situation situation, Settings settings) {
        String chosen = settings.text(FirewallSettings.FIREWALL);
        Optional<Kind> named = Stream.of(Kind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(chosen))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        if (situation.fact(FIREWALLD)) {
            return Kind.FIREWALLD;
        }
        if (situation.fact(UFW_ACTIVE).isPresent()) {
            return Kind.UFW;
        }
        boolean kept = situation.fact(LinuxFacts.file(SYSCONFIG)).isPresent();
        return LibvirtLayout.of(situation) == LibvirtLayout.RED_HAT_SYSV || kept ? Kind.IPTABLES : Kind.NONE;
    }

    /** KVM-51: words for a firewall whose rules do not count yet. */
    static Optional<String> remark(Situation situation, Settings settings) {
        return switch (kind(situation, settings)) {
            case UFW ->
                situation.fact(UFW_ACTIVE).orElse(false)
                        ? Optional.empty()
                        : Optional.of(
                                "ufw is not enabled: the rules are stored and count once somebody enables it. This"
                                        + " guide never enables it");
            case NONE -> Optional.of("no firewall is set up on this host: nothing is blocked, and nothing is opened");
            case IPTABLES, FIREWALLD -> Optional.empty();
        };
    }

    /** In the spelling of iptables, whatever the firewall. */
    static List<String> missing(Situation situation, Settings settings) {
        return missing(situation, settings, wanted(settings));
    }

    private static List<String> missing(Situation situation, Settings settings, List<String> ports) {
        return switch (kind(situation, settings)) {
            case IPTABLES -> IptablesFile.missing(situation.fact(IPTABLES_SAVED), ports);
            case UFW ->
                ports.stream()
                        .filter(port -> situation.fact(UFW_ADDED).stream().noneMatch(rule -> opens(rule, port)))
                        .toList();
            case FIREWALLD ->
                ports.stream()
                        .filter(port -> !situation.fact(FIREWALLD_NOW).contains(firewalld(port))
                                || !situation.fact(FIREWALLD_KEPT).contains(firewalld(port)))
                        .toList();
            case NONE -> List.of();
        };
    }

    /** ufw shows {@code ufw allow 22/tcp} for what was added in the longer form. */
    private static boolean opens(String rule, String port) {
        return rule.equals("ufw allow " + port + "/tcp")
                || rule.equals("ufw allow " + port)
                || rule.equals("ufw allow proto tcp from any to any port " + port);
    }

    private static String firewalld(String port) {
        return port.replace(':', '-') + "/tcp";
    }

    static List<Action> open(Situation situation, Settings settings) {
        Kind kind = kind(situation, settings);
        return missing(situation, settings).stream()
                .flatMap(port -> switch (kind) {
                    case IPTABLES -> Stream.of(iptables("-I", port));
                    case UFW -> Stream.of(ufw("allow", port));
                    case FIREWALLD ->
                        Stream.of(firewalld("--add-port=", port, false), firewalld("--add-port=", port, true));
                    case NONE -> Stream.<Action>of();
                })
                .toList();
    }

    /** What this run opened, and nothing that was open before. */
    static List<Action> close(Situation situation, Settings settings) {
        Kind kind = kind(situation, settings);
        List<String> before =
                List.of(situation.recorded().getOrDefault(OPEN_BEFORE, "").split(" ", -1));
        List<String> closed = missing(situation, settings);
        List<Action> actions = new ArrayList<>();
        for (String port : wanted(settings)) {
            if (!before.contains(port) && !closed.contains(port)) {
                switch (kind) {
                    case IPTABLES -> actions.add(iptables("-D", port));
                    case UFW -> actions.add(ufw("delete", "allow", port));
                    case FIREWALLD -> {
                        actions.add(firewalld("--remove-port=", port, false));
                        actions.add(firewalld("--remove-port=", port, true));
                    }
                    case NONE -> throw new IllegalStateException("nothing is opened without a firewall");
                }
            }
        }
        return actions;
    }

    /** For the run's note. */
    static String openPorts(Situation situation, Settings settings) {
        List<String> missing = missing(situation, settings);
        return String.join(
                " ",
                wanted(settings).stream()
                        .filter(port -> !missing.contains(port))
                        .toList());
    }

    private static Action iptables(String verb, String port) {
        return Commands.run(
                CommandLine.of("iptables", verb, "INPUT", "-p", "tcp", "-m", "tcp", "--dport", port, "-j", "ACCEPT"));
    }

    private static Action ufw(String... verbThenPort) {
        int last = verbThenPort.length - 1;
        return Commands.run(CommandLine.of("ufw", Arrays.copyOf(verbThenPort, last))
                .plus("proto", "tcp", "from", "any", "to", "any", "port", verbThenPort[last]));
    }

    /** Now and for later separately: a reload would drop what somebody added for now only. */
    private static Action firewalld(String verb, String port, boolean kept) {
        String word = verb + firewalld(port);
        return Commands.run(
                kept ? CommandLine.of("firewall-cmd", "--permanent", word) : CommandLine.of("firewall-cmd", word));
    }

    /** KVM-49: on systems where a service reads this file at boot. */
    static List<Action> keepIptables(Situation situation, Settings settings) {
        if (kind(situation, settings) != Kind.IPTABLES || !Packages.isRedHat(situation)) {
            return List.of();
        }
        Optional<String> present = situation.fact(LinuxFacts.file(SYSCONFIG));
        FileChange change =
                FileChange.write(SYSCONFIG, present, IptablesFile.merged(present.orElse(""), wanted(settings)));
        return LibvirtFiles.written(present.isPresent() ? change : change.withMode("0600"));
    }

    /** Ubuntu 22.04 and newer drop what is forwarded, and with it what guests send over a bridge. */
    static List<Action> forward(Situation situation, Settings settings) {
        OsRelease system = LibvirtLayout.system(situation);
        Optional<String> present = situation.fact(LinuxFacts.file(DEFAULT_UFW));
        boolean drops = system.id().equals("ubuntu") ? system.major() >= 22 : system.major() >= 12;
        if (kind(situation, settings) != Kind.UFW || present.isEmpty() || !drops) {
            return List.of();
        }
        return LibvirtFiles.written(FileChange.write(
                DEFAULT_UFW,
                present,
                KeyValueFile.tight()
                        .merged(
                                present.get(),
                                List.of(new KeyValueFile.Setting("DEFAULT_FORWARD_POLICY", "\"ACCEPT\"")))));
    }
}
