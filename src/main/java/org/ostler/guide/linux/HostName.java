package org.ostler.guide.linux;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/** A host's name: what it says, what it shall say (KVM-16). */
final class HostName {
    private static final String HOSTS = "/etc/hosts";
    private static final Pattern FULL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*(\\.[A-Za-z0-9][A-Za-z0-9-]*)+");
    private static final Pattern INET = Pattern.compile("\\sinet ([0-9.]+)/");

    private static final Fact<String> NAME = Fact.onHost(
            "hostname", CommandLine.of("hostname"), answer -> answer.out().strip());

    /** Empty when the resolver knows none. */
    private static final Fact<String> RESOLVED = Fact.onHost(
            "hostname-fqdn",
            CommandLine.of("hostname", "--fqdn"),
            answer -> answer.ok() ? answer.out().strip() : "");

    /** IPv4 addresses that others can reach, in the order of the links. */
    private static final Fact<List<String>> ADDRESSES = Fact.onHost(
            "ipv4-addresses", CommandLine.of("ip", "-o", "-4", "addr", "show", "scope", "global"), HostName::addresses);

    static final List<Fact<?>> FACTS = List.of(NAME, RESOLVED, ADDRESSES, LinuxFacts.file(HOSTS));

    private HostName() {}

    private static List<String> addresses(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("ip failed: " + answer.err().strip());
        }
        return INET.matcher(answer.out()).results().map(match -> match.group(1)).toList();
    }

    static boolean isFull(Situation situation) {
        return isFull(situation.fact(RESOLVED));
    }

    private static boolean isFull(String name) {
        return FULL.matcher(name).matches() && !name.startsWith("localhost.");
    }

    /** What others call it; for CloudStack. */
    static String resolved(Situation situation) {
        return situation.fact(RESOLVED);
    }

    static List<String> addresses(Situation situation) {
        return situation.fact(ADDRESSES);
    }

    /** Its own full name, or its short one and the domain that was chosen. */
    private static Optional<String> wanted(Situation situation) {
        String name = situation.fact(NAME);
        if (name.equals("localhost") || name.startsWith("localhost.")) {
            return Optional.empty();
        }
        return Optional.of(name)
                .filter(HostName::isFull)
                .or(() -> situation
                        .settings()
                        .given(HostSettings.DOMAIN)
                        .map(domain -> name.replaceFirst("\\..*", "") + "." + domain))
                .filter(HostName::isFull);
    }

    static Check canBeNamed() {
        return new Check(
                "host-can-be-named",
                "the host has a full name, or can be given one",
                "Name the host (hostnamectl set-hostname), or choose the DNS domain of the hosts in the settings.",
                situation -> isFull(situation)
                        ? Finding.pass(situation.fact(RESOLVED))
                        : wanted(situation)
                                .map(full -> Finding.warn(
                                        "no full name is known for " + situation.fact(NAME) + "; it becomes " + full))
                                .orElseGet(() -> Finding.fail("no full name is known for " + situation.fact(NAME)
                                        + ", and no domain is" + " chosen")));
    }

    /** The inventory's address where the host has it, else the first that others can reach. */
    private static String address(Situation situation) {
        List<String> own = situation.fact(ADDRESSES);
        return situation.hosts().stream()
                .filter(host -> host.target().id().equals(situation.target().id()))
                .map(Situation.HostInScope::address)
                .filter(own::contains)
                .findFirst()
                .or(() -> own.stream().findFirst())
                .orElseThrow(() -> new Fact.Unreadable("the host has no IPv4 address that others can reach"));
    }

    static List<Action> write(Situation situation) {
        if (isFull(situation)) {
            return List.of();
        }
        Optional<String> present = situation.fact(LinuxFacts.file(HOSTS));
        String full = wanted(situation).orElseThrow(() -> new Fact.Unreadable("the host has no name"));
        return LibvirtFiles.written(
                FileChange.write(HOSTS, present, HostsFile.merged(present.orElse(""), address(situation), full)));
    }
}
