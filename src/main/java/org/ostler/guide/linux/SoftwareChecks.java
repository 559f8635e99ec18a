package org.ostler.guide.linux;

import java.util.Optional;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.OsRelease;
import org.ostler.facts.SoftwareFacts;
import org.ostler.facts.VersionRules;
import org.ostler.network.NetworkSettings;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** KVM-02 to KVM-05 and their LXC kin. What is not installed comes with the agent; what is too old is in the way. */
final class SoftwareChecks {
    private SoftwareChecks() {}

    static Check libvirt(Settings settings, RequiredVersions limits) {
        boolean vswitch = NetworkSettings.isOpenVswitch(settings);
        String least = vswitch ? limits.libvirtWithOpenVswitch() : limits.libvirt();
        return new Check(
                "required-libvirt",
                "libvirt is " + limits.libvirt() + " or newer"
                        + (limits.isLxc() ? "" : ", with Open vSwitch " + limits.libvirtWithOpenVswitch()),
                "Update libvirt, or the distribution.",
                situation -> {
                    Optional<String> version = installed(situation, LinuxFacts.LIBVIRTD_VERSION);
                    return version.isEmpty()
                            ? Finding.warn("libvirt is not installed yet; this guide installs it")
                            : versionFound("libvirt", version.get(), least, RequiredVersions.LIBVIRT_TODAY);
                });
    }

    static Check qemu() {
        return new Check("required-qemu", "QEMU is 1.0 or newer", "Update QEMU, or the distribution.", situation -> {
            Optional<String> version = SoftwareFacts.qemu(situation.facts());
            if (version.isEmpty()) {
                return SoftwareFacts.QEMU.stream().allMatch(fact -> isMissing(situation, fact))
                        ? Finding.warn("QEMU is not installed yet; this guide installs it")
                        : Finding.unknown("QEMU tells no version");
            }
            return isOfEl6(situation) && !VersionRules.UPSTREAM.isAtLeast(version.get(), RequiredVersions.QEMU)
                    ? Finding.warn("QEMU " + version.get() + ": the manual contradicts itself, it asks for 1.0 and"
                            + " recommends this very system, whose own QEMU is older")
                    : versionFound("QEMU", version.get(), RequiredVersions.QEMU, RequiredVersions.QEMU_TODAY);
        });
    }

    private static boolean isOfEl6(Situation situation) {
        OsRelease system = LibvirtLayout.system(situation);
        return system.family() == OsRelease.Family.RED_HAT && system.major() == 6;
    }

    static Check openVswitch(Settings settings) {
        return new Check(
                "required-open-vswitch",
                "with Open vSwitch networking, Open vSwitch is 1.7.1 or newer",
                "Install or update Open vSwitch (package openvswitch-switch on Debian and Ubuntu, openvswitch on Red"
                        + " Hat), or choose bridges of the kernel.",
                situation -> {
                    if (!NetworkSettings.isOpenVswitch(settings)) {
                        return Finding.pass("bridges of the kernel are chosen");
                    }
                    Optional<String> version = installed(situation, SoftwareFacts.OPEN_VSWITCH);
                    return version.isEmpty()
                            ? Finding.fail("Open vSwitch is not installed")
                            : versionFound(
                                    "Open vSwitch",
                                    version.get(),
                                    RequiredVersions.OPEN_VSWITCH,
                                    RequiredVersions.OPEN_VSWITCH);
                });
    }

    static Check lxcDriver() {
        return Check.advice(
                "lxc-driver",
                "libvirt can run containers",
                "Install libvirt-daemon-driver-lxc. Red Hat Enterprise Linux 8 and newer do not ship it: use Debian or"
                        + " Ubuntu for containers.",
                situation -> {
                    Optional<Answer> answer = situation.facts().answer(SoftwareFacts.LXC_GUESTS);
                    if (answer.filter(told -> told.err().contains("no connection driver available"))
                            .isPresent()) {
                        return Finding.warn("libvirt has no driver for containers here");
                    }
                    return situation.known(SoftwareFacts.LXC_GUESTS).isPresent()
                            ? Finding.pass("libvirt's driver for containers answers")
                            : Finding.unknown("libvirt does not answer yet");
                });
    }

    /** @throws Fact.Unreadable when it is installed and tells no version, or was not looked at */
    private static Optional<String> installed(Situation situation, Fact<String> version) {
        return isMissing(situation, version) ? Optional.empty() : Optional.of(situation.fact(version));
    }

    private static boolean isMissing(Situation situation, Fact<?> fact) {
        return situation.facts().answer(fact).filter(SoftwareFacts::isMissing).isPresent();
    }

    private static Finding versionFound(String name, String version, String least, String today) {
        String seen = name + " " + version;
        if (!VersionRules.UPSTREAM.isAtLeast(version, least)) {
            return Finding.fail(seen + " is older than " + least);
        }
        return VersionRules.UPSTREAM.isAtLeast(version, today)
                ? Finding.pass(seen + ", at least " + least + " is needed")
                : Finding.warn(seen + " is enough for the manual; today's CloudStack wants " + today);
    }
}
