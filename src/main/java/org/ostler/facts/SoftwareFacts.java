package org.ostler.facts;

import static org.ostler.facts.HardwareFacts.inEnglish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is installed on a Linux host, what is newer elsewhere, and which machines run on it. */
public final class SoftwareFacts {
    /** "QEMU emulator version 6.2.0 (Debian …)", EL 6: "QEMU PC emulator version 0.12.1 (qemu-kvm-0.12.1.2), …". */
    private static final Pattern QEMU_VERSION = Pattern.compile("emulator version (\\d+(?:\\.\\d+)*)");

    private static final Pattern OVS_VERSION = Pattern.compile("\\(Open vSwitch\\) (\\d+(?:\\.\\d+)*)");

    /** {@code Inst libc6 [2.36-9] (2.36-9+deb12u7 Debian:12.7/stable [amd64])}. */
    private static final Pattern APT = Pattern.compile("Inst (\\S+) .*");

    /** {@code kernel.x86_64   5.14.0-427.el9   baseos}; yum wraps long names, so the rest may stand in the next line. */
    private static final Pattern YUM = Pattern.compile(
            "(\\S+)\\.(?:x86_64|noarch|i386|i486|i586|i686|aarch64|ppc64le|s390x)(?:\\s+\\S+\\s+\\S+)?\\s*");

    private static final Pattern GUEST = Pattern.compile("\\s*(-|\\d+)\\s+(.*?)\\s+"
            + "(running|idle|blocked|paused|in shutdown|shut off|crashed|dying|pmsuspended|no state)\\s*");

    public static final Fact<String> QEMU_SYSTEM = Fact.onHost(
            "qemu-system", CommandLine.of("qemu-system-x86_64", "--version"), answer -> version(QEMU_VERSION, answer));

    /** Where Red Hat keeps it. */
    public static final Fact<String> QEMU_KVM = Fact.onHost(
            "qemu-kvm", CommandLine.of("/usr/libexec/qemu-kvm", "--version"), answer -> version(QEMU_VERSION, answer));

    public static final Fact<String> OPEN_VSWITCH = Fact.onHost(
            "open-vswitch", CommandLine.of("ovs-vsctl", "--version"), answer -> version(OVS_VERSION, answer));

    /** Enough for {@link #qemu}. */
    public static final List<Fact<?>> QEMU = List.of(QEMU_SYSTEM, QEMU_KVM);

    /** Defined and running machines of libvirt's QEMU driver. */
    public static final Fact<List<Guest>> KVM_GUESTS = guests("kvm-guests", "qemu:///system");

    /** Containers of libvirt's LXC driver. */
    public static final Fact<List<Guest>> LXC_GUESTS = guests("lxc-guests", "lxc:///");

    /**
     * Packages of which apt knows a newer one, by the lists that were fetched last; fetches and locks nothing. At most
     * apt's own index of these lists is made anew, which every call of apt does.
     */
    public static final Fact<Set<String>> APT_UPDATES = Fact.onHost(
            "apt-updates",
            inEnglish("apt-get", "-s", "-q", "-o", "Debug::NoLocking=true", "dist-upgrade"),
            SoftwareFacts::aptUpdates);

    /** The same by yum's or dnf's cache ({@code -C}); exit 100 says that there are some. */
    public static final Fact<Set<String>> YUM_UPDATES =
            Fact.onHost("yum-updates", inEnglish("yum", "-q", "-C", "check-update"), SoftwareFacts::yumUpdates);

    /** @param state as virsh says it: running, paused, shut off … */
    public record Guest(String name, String state) {
        /** Everything but a definition: a paused machine has memory too. */
        public boolean isOn() {
            return !state.equals("shut off");
        }
    }

    private SoftwareFacts() {}

    /** The newest QEMU that was found; empty when none is installed. */
    public static Optional<String> qemu(Facts facts) {
        return QEMU.stream()
                .flatMap(fact -> facts.find(fact).stream())
                .map(String::valueOf)
                .max(VersionRules.UPSTREAM);
    }

    /** Whether the answer to a command says that there is no such program: of a shell, of sudo, of env. */
    public static boolean isMissing(Answer answer) {
        return answer.exit() == 127
                || (!answer.ok()
                        && (answer.err().contains("command not found")
                                || answer.err().matches("(?s)env: .*No such file or directory\\s*")));
    }

    private static Fact<List<Guest>> guests(String name, String uri) {
        return Fact.onHost(name, inEnglish("virsh", "-r", "-c", uri, "list", "--all"), SoftwareFacts::guests);
    }

    private static String version(Pattern pattern, Answer answer) {
        Matcher match = pattern.matcher(answer.out());
        if (!answer.ok() || !match.find()) {
            throw new Fact.Unreadable("no version was told: "
                    + (answer.out() + answer.err()).lines().findFirst().orElse(""));
        }
        return match.group(1);
    }

    private static List<Guest> guests(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("virsh lists no machines: "
                    + answer.err().lines().findFirst().orElse(""));
        }
        List<Guest> guests = new ArrayList<>();
        for (String line : answer.out().split("\n", -1)) {
            Matcher match = GUEST.matcher(line);
            if (match.matches()) {
                guests.add(new Guest(match.group(2), match.group(3)));
            }
        }
        return guests;
    }

    private static Set<String> aptUpdates(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("apt-get does not tell of updates: "
                    + answer.err().lines().findFirst().orElse(""));
        }
        return matching(APT, answer.out().split("\n", -1));
    }

    private static Set<String> yumUpdates(Answer answer) {
        if (answer.exit() != 0 && answer.exit() != 100) {
            throw new Fact.Unreadable("yum does not tell of updates: "
                    + answer.err().lines().findFirst().orElse(""));
        }
        return matching(
                YUM, answer.out().split("(?m)^Obsoleting Packages", -1)[0].split("\n", -1));
    }

    private static Set<String> matching(Pattern pattern, String[] lines) {
        Set<String> names = new TreeSet<>();
        for (String line : lines) {
            Matcher match = pattern.matcher(line);
            if (match.matches()) {
                names.add(match.group(1));
            }
        }
        return names;
    }
}
