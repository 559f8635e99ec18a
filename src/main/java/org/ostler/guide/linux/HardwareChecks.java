package org.ostler.guide.linux;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.MachineFacts;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/** KVM-08 to KVM-11: what the machine must be. */
final class HardwareChecks {
    private static final long LEAST_GIB = 4;

    /** In the kernel's log: 2.6.32 to 5.x say it of KVM, 5.6 and newer of the processor, 6.x name the register. */
    private static final Pattern DISABLED = Pattern.compile("disabled by bios|\\(by BIOS\\)", Pattern.CASE_INSENSITIVE);

    /** SGX and others are switched off by the firmware as well, and that is no trouble. */
    private static final Pattern OF_VIRTUALISATION =
            Pattern.compile("kvm|\\bVMX\\b|\\bSVM\\b", Pattern.CASE_INSENSITIVE);

    /** The names by which CloudStack's agent finds the card under a bridge. */
    private static final Pattern FOUND_BY_CLOUDSTACK =
            Pattern.compile("(eth|bond|team|vlan|em|ens|eno|enp|enx).*|p\\d+p.*");

    /** The kernel's IFNAMSIZ without its end. */
    private static final int LONGEST_NAME = 15;

    /** CloudStack makes {@code br<card>-<vlan>} with up to four digits. */
    private static final String LARGEST_VLAN = "4094";

    private HardwareChecks() {}

    static Check architecture() {
        return new Check(
                "x86-64",
                "the processor is a 64-bit x86",
                "Use another machine, or install the 64-bit system.",
                situation -> {
                    HardwareFacts.Chip processor = HardwareFacts.processor(situation.facts());
                    if (processor.architecture().isEmpty()) {
                        return Finding.unknown("neither lscpu nor uname tells the architecture");
                    }
                    String seen = processor.architecture() + ", " + processor.count() + " CPUs, " + processor.model();
                    return processor.architecture().equals("x86_64") ? Finding.pass(seen) : Finding.fail(seen);
                });
    }

    static Check virtualisation() {
        return new Check(
                "hardware-virtualisation",
                "the processor's virtualisation (VT-x or AMD-V) is there and switched on",
                "Switch VT-x or AMD-V on in the firmware setup and power the machine off and on; for a virtual machine,"
                        + " let its own hypervisor pass it on; load kvm_intel or kvm_amd when only the module is"
                        + " missing.",
                HardwareChecks::virtualisationFound);
    }

    private static Finding virtualisationFound(Situation situation) {
        HardwareFacts.Chip processor = HardwareFacts.processor(situation.facts());
        Optional<Boolean> device = situation.known(HardwareFacts.KVM_DEVICE);
        Optional<String> said = situation.known(HardwareFacts.KERNEL_ON_KVM).stream()
                .flatMap(List::stream)
                .filter(line -> OF_VIRTUALISATION.matcher(line).find()
                        && DISABLED.matcher(line).find())
                .findFirst();
        Optional<String> kind = processor.virtualisation();
        if (device.orElse(false) && kind.isPresent()) {
            return Finding.pass(kind.get() + ", and KVM may use it");
        }
        if (said.isPresent()) {
            return Finding.fail(
                    "the processor has it, the firmware has switched it off; the kernel says: " + said.get());
        }
        if (kind.isEmpty()) {
            return processor.hypervisor().isPresent()
                    ? Finding.fail("this is a virtual machine whose hypervisor ("
                            + processor.hypervisor().get() + ") passes no virtualisation on")
                    : Finding.fail("the processor has neither VT-x nor AMD-V, or the firmware hides it");
        }
        if (device.isEmpty()) {
            return Finding.unknown(kind.get() + " is there, but /dev/kvm could not be looked at");
        }
        return isLoaded(situation)
                ? Finding.fail(kind.get() + " is there and KVM's module is loaded, but there is no /dev/kvm: switched"
                        + " off in the firmware")
                : Finding.fail(kind.get() + " is there, but there is no /dev/kvm and KVM's module is not loaded:"
                        + " switched off in the firmware, or not installed");
    }

    private static boolean isLoaded(Situation situation) {
        Set<String> modules = situation.known(HardwareFacts.MODULES).orElse(Set.of());
        return modules.contains("kvm_intel") || modules.contains("kvm_amd");
    }

    static Check memory() {
        return new Check(
                "memory", "the host has at least 4 GB of memory", "Add memory, or use another machine.", situation -> {
                    long gib = situation.fact(MachineFacts.MEMORY);
                    return gib >= LEAST_GIB
                            ? Finding.pass(gib + " GiB of memory")
                            : Finding.fail(gib + " GiB of memory");
                });
    }

    static Check cards() {
        return new Check(
                "network-cards",
                "the host has a network card",
                "Add a network card, or the driver for the one that is there.",
                situation -> {
                    Set<String> cards = situation.fact(HardwareFacts.CARDS);
                    return cards.isEmpty()
                            ? Finding.fail("there is no network card")
                            : Finding.pass("network cards: " + String.join(", ", cards));
                });
    }

    static Check cardNames() {
        return Check.advice(
                "card-names",
                "CloudStack can work with the names of the network cards",
                "Give the card a short name that begins with eth, em, eno, ens or enp (a .link file of systemd, or a"
                        + " udev rule), or put it into a bond: bond0 is found and short.",
                situation -> {
                    Set<String> cards = situation.fact(HardwareFacts.CARDS);
                    Set<String> unseen = new TreeSet<>(cards);
                    unseen.removeIf(name -> FOUND_BY_CLOUDSTACK.matcher(name).matches());
                    Set<String> tooLong = new TreeSet<>(cards);
                    tooLong.removeIf(name -> vlanBridge(name).length() <= LONGEST_NAME);
                    if (!unseen.isEmpty()) {
                        return Finding.warn(
                                "CloudStack finds no card of this name under a bridge: " + String.join(", ", unseen));
                    }
                    return tooLong.isEmpty()
                            ? Finding.pass("network cards: " + String.join(", ", cards))
                            : Finding.warn("with a VLAN's bridge the name grows over 15 characters: "
                                    + vlanBridge(tooLong.iterator().next()) + " (" + String.join(", ", tooLong) + ")");
                });
    }

    private static String vlanBridge(String card) {
        return "br" + card + "-" + LARGEST_VLAN;
    }
}
