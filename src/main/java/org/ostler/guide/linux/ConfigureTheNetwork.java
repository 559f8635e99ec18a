package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/** "Configuring the network bridges": native bridges or Open vSwitch, in the files that the host reads. */
public final class ConfigureTheNetwork {
    private static final String CHANGED = "network-changed";

    private ConfigureTheNetwork() {}

    public static Chapter chapter(Settings settings) {
        return eachHost(
                "configure-the-network",
                "Configure the network",
                step("look-at-network", "Look at the network")
                        .why("CloudStack needs at least two bridges on each host, one for public and one for private"
                                + " traffic, the same on all hosts of a cluster. What would not work is said here,"
                                + " before anything is touched. Where the manual's examples differ (spanning tree on for"
                                + " Red Hat and off for Ubuntu; a netmask of /28 in the Ubuntu example of a /24 network),"
                                + " the settings decide, and the netmask is the address's own.")
                        .covers("KVM-31", "KVM-32", "KVM-33", "KVM-42", "LXC-13")
                        .looksAt(HostsNetwork.FACTS)
                        .requires(new Check(
                                "network",
                                "the network has what CloudStack needs",
                                "Correct the settings of the network, or set the network to be configured.",
                                situation -> of(settings, situation).finding()))
                        .requires(Check.advice(
                                "management-server-probe",
                                "the management server answers before a changed network is kept",
                                "Enter the management server's address, as hosts reach it, into the inventory, or name"
                                        + " address:port among the further probes.",
                                situation -> of(settings, situation).managementProbe()))
                        .requires(new Check(
                                "open-vswitch-scripts",
                                "with Open vSwitch, the host's network scripts know it",
                                "Install what brings them: the package openvswitch (on Red Hat 8 also"
                                        + " network-scripts-openvswitch), on Debian and Ubuntu openvswitch-switch.",
                                situation -> of(settings, situation).vswitchScripts()))
                        .changesNothing(),
                step("know-another-way-in", "Know another way in")
                        .why("A mistake in a network locks everybody out. Ostler's guard takes a change back that"
                                + " nobody can confirm; for what even that cannot mend, somebody must be able to reach"
                                + " the host's own screen.")
                        .covers("KVM-38", "KVM-46", "LXC-13")
                        .looksAt(HostsNetwork.FACTS)
                        .neededWhen(
                                "the network is changed, and the inventory knows no other way in",
                                situation -> of(settings, situation).differs()
                                        && of(settings, situation).outOfBand().isEmpty())
                        .asks(anotherWayIn())
                        .changesNothing(),
                BridgeModule.blocked(settings),
                configured(settings, step("configure-network", "Configure the network, under the guard"), true)
                        .covers(
                                "KVM-34", "KVM-35", "KVM-36", "KVM-37", "KVM-39", "KVM-40", "KVM-43", "KVM-44",
                                "KVM-45", "KVM-46", "LXC-13")
                        .undoneBy(new Undo.RestoreFiles()),
                configured(
                                settings,
                                step("configure-network-unguarded", "Configure the network of a host without a timer"),
                                false)
                        .covers("KVM-38", "KVM-46", "LXC-13")
                        .asks(withoutTimer())
                        .irreversible("nothing on this host can take the change back by itself"),
                step("restart-after-network", "Restart, to verify the network again")
                        .why("A network that works now may not come up at boot. Left out by default: it takes the host"
                                + " away for minutes.")
                        .covers("KVM-37", "KVM-40", "KVM-46", "LXC-13")
                        .neededWhen(
                                "the network was changed, and a restart is wished",
                                situation -> settings.flag(GuardSettings.RESTART)
                                        && situation.recorded().containsKey(CHANGED))
                        .does(situation -> List.of(new Action.Reboot(CommandLine.of("reboot"))))
                        .irreversible("a restart cannot be taken back"),
                step("verify-network", "Verify the network once more")
                        .why("After a restart the network comes from the files alone.")
                        .covers("KVM-37", "KVM-40", "KVM-46", "LXC-13")
                        .looksAt(HostsNetwork.FACTS)
                        .neededWhen(
                                "the network was changed",
                                situation -> situation.recorded().containsKey(CHANGED))
                        .waitsFor(
                                "files and running network are as wanted",
                                situation -> !of(settings, situation).differs(),
                                Duration.ofMinutes(15),
                                Duration.ofSeconds(10),
                                situation -> "waiting for the network")
                        .changesNothing());
    }

    /** One guarded change; which of the two steps makes it is decided by what the host has. */
    private static Step configured(Settings settings, Step step, boolean timer) {
        return step.why("Files, the commands that bring them into effect, what must answer before the change is kept,"
                        + " and how the host restores itself are shown; they are exactly what is done.")
                .looksAt(HostsNetwork.FACTS)
                .neededWhen(
                        timer ? "the network is not as wanted" : "the network is not as wanted, and no timer is there",
                        situation -> of(settings, situation).differs()
                                && of(settings, situation).countsDown() == timer)
                .does(situation -> List.of(of(settings, situation).guarded(timer)))
                .verifiedBy("files and running network are as wanted", situation -> !of(settings, situation)
                        .differs())
                .records(CHANGED, situation -> "yes");
    }

    private static HostsNetwork of(Settings settings, Situation situation) {
        return new HostsNetwork(settings, situation);
    }

    private static Step.Question anotherWayIn() {
        return new Step.Question(
                situation -> "Is there another way into this host than its network?",
                situation -> "Find out how somebody reaches this host's own screen (IPMI, iLO, a technician), write it"
                        + " into the note, and into the inventory for the rescue card. Then say go on.",
                situation -> List.of(Check.Finding.warn("the inventory knows no other way in")),
                Optional.empty(),
                false);
    }

    private static Step.Question withoutTimer() {
        return new Step.Question(
                situation -> "Change the network although nothing on this host can take it back?",
                situation -> "This host has neither systemd-run nor at nor setsid. If the change breaks its network,"
                        + " only somebody at its own screen can undo it. Have that person there, with the rescue card.",
                situation -> List.of(Check.Finding.warn("no timer on this host")),
                Optional.empty(),
                false);
    }
}
