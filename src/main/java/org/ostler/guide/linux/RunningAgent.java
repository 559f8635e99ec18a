package org.ostler.guide.linux;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;

/**
 * The agent as a process: whether it runs with the present file, and whether CloudStack has it back. One that does not
 * run is CloudStack's to start, when the host is added.
 */
final class RunningAgent {
    static final String SERVICE = "cloudstack-agent";

    /** systemd makes this link when it starts a unit: its age is the service's. */
    private static final String STARTED = "/run/systemd/units/invocation:" + SERVICE + ".service";

    /** Without systemd the service's script writes it. */
    private static final String PID_FILE = "/var/run/" + SERVICE + ".pid";

    private static final Fact<List<LinuxFacts.Unit>> UNIT = LinuxFacts.units("agent-unit", SERVICE + ".service");

    private static final Fact<Boolean> SCRIPT = Fact.onHost(
            "service " + SERVICE + " runs",
            CommandLine.of("service", SERVICE, "status"),
            answer -> answer.ok() && !answer.out().contains("stop"));

    static final List<Fact<?>> FACTS = Stream.of(
                    LibvirtFiles.FACTS.subList(0, 2),
                    List.<Fact<?>>of(UNIT, SCRIPT, newer(STARTED), newer(PID_FILE), CloudFacts.HOSTS),
                    HostName.FACTS)
            .flatMap(List::stream)
            .<Fact<?>>map(fact -> fact)
            .toList();

    private RunningAgent() {}

    /** Unreadable where nothing tells when the agent started. */
    private static Fact<Boolean> newer(String reference) {
        return Fact.onHost(
                "agent.properties newer than " + reference,
                CommandLine.of("find", AgentProperties.PATH, "-maxdepth", "0", "-newer", reference),
                RunningAgent::isNewer);
    }

    private static boolean isNewer(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable(
                    "nothing tells when the agent started: " + answer.err().strip());
        }
        return !answer.out().isBlank();
    }

    private static boolean hasSystemd(Situation situation) {
        return LibvirtLayout.of(situation).hasSystemd();
    }

    static boolean runs(Situation situation) {
        return hasSystemd(situation)
                ? situation.fact(UNIT).stream().anyMatch(unit -> unit.active().equals("active"))
                : situation.fact(SCRIPT);
    }

    /** An agent of which nothing tells when it started is left alone: a restart is never a guess. */
    static boolean isOlderThanItsFile(Situation situation) {
        return runs(situation)
                && situation
                        .known(newer(hasSystemd(situation) ? STARTED : PID_FILE))
                        .orElse(false);
    }

    /** Where CloudStack tells and has the host, only its word counts; else the service's. */
    static boolean isBack(Situation situation) {
        return runs(situation)
                && !isOlderThanItsFile(situation)
                && inCloudStack(situation).map(CloudFacts.CloudHost::isUp).orElse(true);
    }

    private static Optional<CloudFacts.CloudHost> inCloudStack(Situation situation) {
        return situation.known(CloudFacts.HOSTS).flatMap(hosts -> InCloudStack.host(situation));
    }

    static String progress(Situation situation) {
        if (!runs(situation)) {
            return "the agent does not run yet";
        }
        return inCloudStack(situation)
                .map(host -> "CloudStack says " + host.state())
                .orElse("the agent runs");
    }

    static List<Action> restart(Situation situation) {
        return List.of(Commands.run(
                hasSystemd(situation)
                        ? CommandLine.of("systemctl", "restart", SERVICE + ".service")
                        : CommandLine.of("service", SERVICE, "restart")));
    }

    /** With the file of before; one that does not run stays as it is. */
    static List<Action> restartAsBefore(Situation situation) {
        return isOlderThanItsFile(situation) ? restart(situation) : List.of();
    }
}
