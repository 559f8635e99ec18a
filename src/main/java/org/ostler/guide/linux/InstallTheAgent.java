package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.util.List;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Undo;

/** "Install and configure the agent": after libvirt, which its package configures only when nobody else has. */
public final class InstallTheAgent {
    private InstallTheAgent() {}

    /** The manual's overview names the agent before libvirt, its text after it. */
    public static Chapter ofKvm(Settings settings) {
        return chapter(
                "The manual's overview puts the agent before libvirt, its text behind: it is installed behind, so"
                        + " that libvirt is as this guide wrote it when the agent comes. ");
    }

    public static Chapter ofLxc(Settings settings) {
        return chapter("");
    }

    private static Chapter chapter(String order) {
        return eachHost(
                "install-the-agent",
                "Install the agent",
                step("install-agent", "Install cloudstack-agent")
                        .why(order
                                + "The agent starts guests through libvirt when CloudStack asks for it. Its package keeps"
                                + " present configuration files, restarts no other service, and starts nothing yet.")
                        .covers("KVM-20", "LXC-06")
                        .looksAt(Agent.FACTS)
                        .requires(Agent.isOffered())
                        .neededWhen("cloudstack-agent is not installed", situation -> !Agent.isInstalled(situation))
                        .does(situation -> List.of(Packages.install(situation, Agent.PACKAGE)))
                        .verifiedBy("cloudstack-agent is installed", Agent::isInstalled)
                        .undoneBy(new Undo.By(
                                "cloudstack-agent is removed. Packages that came with it stay, and so do its changed"
                                        + " configuration files and its log.",
                                Packages.removals(Agent.PACKAGE),
                                situation -> Agent.isInstalled(situation)
                                        ? List.of(Packages.remove(situation, Agent.PACKAGE))
                                        : List.of())));
    }
}
