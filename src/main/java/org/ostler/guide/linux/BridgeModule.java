package org.ostler.guide.linux;

import static org.ostler.procedure.Step.step;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.LinuxFacts;
import org.ostler.network.NetworkFacts;
import org.ostler.network.NetworkSettings;
import org.ostler.network.NetworkState;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Undo;

/** KVM-41: the kernel's own bridges kept away from a host with Open vSwitch, where somebody wants that. */
final class BridgeModule {
    static final String PATH = "/etc/modprobe.d/ostler-bridge.conf";

    /** The first line keeps it from being loaded for a device, the second also from being asked for by name. */
    static final String TEXT = "blacklist bridge\ninstall bridge /bin/false\n";

    private static final Fact<Optional<String>> FILE = LinuxFacts.file(PATH);

    private BridgeModule() {}

    static Step blocked(Settings settings) {
        return step("block-bridge-module", "Keep the kernel's bridge module away")
                .why("The manual wants this for the Open vSwitch of its time. Newer ones live beside the"
                        + " module, and libvirt's own networks and containers need it, so it is left to you.")
                .covers("KVM-41", "LXC-13")
                .looksAt(HostsNetwork.FACTS)
                .looksAt(FILE, HardwareFacts.MODULES)
                .requires(new Check(
                        "bridge-module",
                        "no bridge of the kernel is in use where its module is to be unloaded",
                        "Remove these bridges first; libvirt's own goes by virsh net-destroy default and virsh"
                                + " net-autostart --disable default.",
                        situation -> inUse(settings, situation)))
                .neededWhen(
                        "Open vSwitch is wanted and the module is to be kept away",
                        situation -> isWished(settings) && !isAway(situation))
                .does(BridgeModule::actions)
                .verifiedBy("the module is not loaded, and stays away", BridgeModule::isAway)
                .undoneBy(new Undo.RestoreFiles());
    }

    private static boolean isWished(Settings settings) {
        return settings.flag(GuardSettings.BLOCK_BRIDGE)
                && NetworkSettings.isOpenVswitch(settings)
                && settings.text(GuardSettings.NETWORK).equals(GuardSettings.CONFIGURE);
    }

    private static boolean isLoaded(Situation situation) {
        return situation.known(HardwareFacts.MODULES).orElse(Set.of()).contains("bridge");
    }

    private static boolean isAway(Situation situation) {
        return situation.fact(FILE).equals(Optional.of(TEXT)) && !isLoaded(situation);
    }

    private static List<Action> actions(Situation situation) {
        Action file = Action.write(FileChange.write(PATH, situation.fact(FILE), TEXT));
        return isLoaded(situation)
                ? List.of(file, Commands.run(CommandLine.of("modprobe", "-r", "bridge")))
                : List.of(file);
    }

    private static Finding inUse(Settings settings, Situation situation) {
        List<String> bridges = NetworkFacts.state(situation.facts()).links().values().stream()
                .filter(link -> link.kind() == NetworkState.Kind.BRIDGE)
                .map(NetworkState.Link::name)
                .toList();
        return !isWished(settings) || bridges.isEmpty() || !isLoaded(situation)
                ? Finding.pass("nothing is in the way")
                : Finding.fail("the module is in use by: " + String.join(", ", bridges));
    }
}
