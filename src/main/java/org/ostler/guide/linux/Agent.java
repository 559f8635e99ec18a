package org.ostler.guide.linux;

import java.util.List;
import java.util.Optional;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/** CloudStack's agent as a package. */
final class Agent {
    static final String PACKAGE = "cloudstack-agent";

    /** Whether a package source offers it; unreadable where the other family's tool is. */
    private static final Fact<Boolean> OFFERED_BY_YUM = Fact.onHost(
            "yum offers cloudstack-agent",
            CommandLine.of("yum", "-q", "list", PACKAGE),
            answer -> answer.ok() && answer.out().contains(PACKAGE));

    private static final Fact<Boolean> OFFERED_BY_APT = Fact.onHost(
            "apt offers cloudstack-agent",
            CommandLine.of("apt-cache", "policy", PACKAGE),
            answer -> answer.ok()
                    && answer.out()
                            .lines()
                            .anyMatch(line -> line.strip().startsWith("Candidate:") && !line.contains("(none)")));

    static final List<Fact<?>> FACTS = List.of(
            LibvirtFiles.FACTS.get(0),
            LibvirtFiles.FACTS.get(1),
            Packages.facts(List.of(PACKAGE)).get(0),
            Packages.facts(List.of(PACKAGE)).get(1),
            OFFERED_BY_YUM,
            OFFERED_BY_APT);

    private Agent() {}

    static boolean isInstalled(Situation situation) {
        return Packages.isInstalled(situation, List.of(PACKAGE), PACKAGE);
    }

    static Check isOffered() {
        return new Check(
                "agent-offered",
                "cloudstack-agent is installed, or a package source offers it",
                "Add CloudStack's package repository to the host, and on Debian and Ubuntu run apt-get update.",
                situation -> {
                    if (isInstalled(situation)) {
                        return Finding.pass("cloudstack-agent is installed");
                    }
                    Optional<Boolean> offered =
                            situation.known(Packages.isRedHat(situation) ? OFFERED_BY_YUM : OFFERED_BY_APT);
                    return offered.orElse(false)
                            ? Finding.pass("a package source offers cloudstack-agent")
                            : Finding.fail("no package source offers cloudstack-agent");
                });
    }
}
