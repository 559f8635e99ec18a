package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.List;
import org.ostler.configfile.KeyValueFile.Setting;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/** "Configure CPU model for KVM guest", and the agent's lines for containers. */
public final class ConfigureTheAgent {
    /** The agent connects within a minute; a busy server takes longer. Smaller: fails on it. Larger: a dead one hides. */
    private static final Duration BACK = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofSeconds(3);

    private ConfigureTheAgent() {}

    public static Chapter ofKvm(Settings settings) {
        return eachHost(
                "configure-the-agent",
                "Configure the agent",
                write(AgentProperties.ofKvm(settings))
                        .why("The CPU that guests see: a model that all hosts of the cluster can offer (custom), one"
                                + " that libvirt picks for this host (host-model), or this host's own"
                                + " (host-passthrough). With Open vSwitch the agent must be told so.")
                        .covers("KVM-21")
                        .requires(AgentProperties.cpu(settings)),
                restart().covers("KVM-21"));
    }

    public static Chapter ofLxc(Settings settings) {
        return eachHost(
                "configure-the-agent",
                "Configure the agent",
                write(AgentProperties.ofLxc(settings))
                        .why("The agent starts containers instead of virtual machines. Direct networking puts them on a"
                                + " network card without a bridge.")
                        .covers("LXC-07", "LXC-08")
                        .requires(AgentProperties.directNetworking(settings)),
                restart().covers("LXC-07", "LXC-08"));
    }

    private static Step restart() {
        return step("restart-agent", "Restart the agent where its file changed")
                .why("The agent reads its file when it starts. One that does not run yet is started by CloudStack when"
                        + " the host is added. Guests go on running; CloudStack shows the host as disconnected for a"
                        + " moment, and the step ends when it is Up again.")
                .looksAt(RunningAgent.FACTS)
                .neededWhen("the agent runs with an older agent.properties", RunningAgent::isOlderThanItsFile)
                .does(RunningAgent::restart)
                .waitsFor(
                        "the agent runs with its file, and CloudStack has the host Up where it has it",
                        RunningAgent::isBack,
                        BACK,
                        EVERY,
                        RunningAgent::progress)
                .undoneBy(new Undo.RestartService(RunningAgent.SERVICE, RunningAgent::restartAsBefore));
    }

    private static Step write(List<Setting> wanted) {
        return step("write-agent-properties", "Write agent.properties")
                .looksAt(AgentProperties.FACTS)
                .neededWhen(
                        "agent.properties differs",
                        situation -> !wanted.isEmpty()
                                && !AgentProperties.change(situation, wanted).isEmpty())
                .does(situation -> LibvirtFiles.written(AgentProperties.change(situation, wanted)))
                .verifiedBy("agent.properties is as wanted", situation -> AgentProperties.change(situation, wanted)
                        .isEmpty())
                .undoneBy(new Undo.RestoreFiles());
    }
}
