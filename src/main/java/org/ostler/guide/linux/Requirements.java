package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import java.util.List;
import java.util.stream.Stream;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.HostnameFacts;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.ServiceFacts;
import org.ostler.facts.SoftwareFacts;
import org.ostler.facts.TimeFacts;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step;
import org.ostler.procedure.Step.On;

/** "System requirements": looks, and changes nothing. What a later chapter mends is a warning here. */
public final class Requirements {
    private Requirements() {}

    public static Chapter kvm(Settings settings) {
        return chapter(settings, RequiredVersions.KVM);
    }

    public static Chapter lxc(Settings settings) {
        return chapter(settings, RequiredVersions.LXC);
    }

    /** Before any host is touched: what the hosts of the cluster must have in common. */
    public static Chapter ofTheCluster(Settings settings) {
        return once(
                "cluster-requirements",
                "Requirements of the cluster",
                step("compare-the-hosts", "Compare the hosts with each other")
                        .why("A guest can move only to a host that offers it the same processor and the same networks."
                                + " Each difference is named together with the host that has it. Hosts of the cluster"
                                + " that are not part of this plan are compared on the cluster's own page.")
                        .covers("KVM-06", "KVM-07", "KVM-19", "KVM-32", "LXC-04", "LXC-05")
                        .on(On.ANY_HOST)
                        .looksAtEveryHost(ClusterChecks.FACTS)
                        .requires(ClusterChecks.sameSystem(settings))
                        .requires(ClusterChecks.sameArchitecture(settings))
                        .requires(ClusterChecks.sameModel(settings))
                        .requires(ClusterChecks.sameCount(settings))
                        .requires(ClusterChecks.sameFlags(settings))
                        .requires(ClusterChecks.sameNetwork())
                        .requires(ClusterChecks.sameTimeService())
                        .requires(ClusterChecks.sameTime())
                        .changesNothing());
    }

    private static Chapter chapter(Settings settings, RequiredVersions limits) {
        return eachHost(
                "requirements",
                "System requirements",
                system(limits),
                hardware(),
                software(settings, limits),
                guests(limits),
                otherWork(settings),
                surroundings(settings));
    }

    private static Step system(RequiredVersions limits) {
        Step step = step("look-at-the-system", "Look at the distribution")
                .why("The manual was written for CentOS and Red Hat Enterprise Linux 6.3 and for Ubuntu 12.04. Today's"
                        + " CloudStack supports newer ones only; others may work, and nobody tests them.")
                .covers("KVM-01", "LXC-01")
                .looksAt(LinuxFacts.OS_RELEASE, LinuxFacts.REDHAT_RELEASE, MachineFacts.KERNEL, HardwareFacts.CGROUPS)
                .requires(SystemChecks.recommended())
                .changesNothing();
        return limits.isLxc() ? step.requires(SystemChecks.cgroups()) : step;
    }

    private static Step hardware() {
        return step("look-at-the-hardware", "Look at the hardware")
                .why("Guests need a 64-bit x86 processor whose virtualisation is switched on in the firmware too, 4 GB"
                        + " of memory and a network card. The system VMs need KVM on a host for containers as well.")
                .covers("KVM-08", "KVM-09", "KVM-10", "KVM-11", "LXC-04")
                .looksAt(HardwareFacts.PROCESSOR)
                .looksAt(
                        HardwareFacts.KVM_DEVICE,
                        HardwareFacts.MODULES,
                        HardwareFacts.KERNEL_ON_KVM,
                        HardwareFacts.CARDS,
                        MachineFacts.MEMORY)
                .requires(HardwareChecks.architecture())
                .requires(HardwareChecks.virtualisation())
                .requires(HardwareChecks.memory())
                .requires(HardwareChecks.cards())
                .requires(HardwareChecks.cardNames())
                .changesNothing();
    }

    private static Step software(Settings settings, RequiredVersions limits) {
        Step step = step("look-at-the-software", "Look at libvirt, QEMU and Open vSwitch")
                .why("Older versions lack what CloudStack asks of them. Versions are compared number by number: 0.10 is"
                        + " newer than 0.9.")
                .covers("KVM-02", "KVM-03", "KVM-04", "KVM-05", "LXC-02", "LXC-03")
                .looksAt(LinuxFacts.OS_RELEASE, LinuxFacts.REDHAT_RELEASE, LinuxFacts.LIBVIRTD_VERSION)
                .looksAt(SoftwareFacts.QEMU)
                .looksAt(SoftwareFacts.OPEN_VSWITCH, SoftwareFacts.LXC_GUESTS)
                .requires(SoftwareChecks.libvirt(settings, limits))
                .requires(SoftwareChecks.qemu())
                .requires(SoftwareChecks.openVswitch(settings))
                .changesNothing();
        return limits.isLxc() ? step.requires(SoftwareChecks.lxcDriver()) : step;
    }

    private static Step guests(RequiredVersions limits) {
        return step("look-at-the-guests", "Look for virtual machines")
                .why("A host that is new to CloudStack must not run machines of its own: CloudStack does not know them"
                        + " and will end them. A host that is in CloudStack already runs CloudStack's guests.")
                .covers("KVM-12", "LXC-04")
                .looksAt(limits.isLxc() ? SoftwareFacts.LXC_GUESTS : SoftwareFacts.KVM_GUESTS)
                .looksAt(SoftwareFacts.KVM_GUESTS, ServiceFacts.PROGRAMS, MachineFacts.HOSTNAME, CloudFacts.HOSTS)
                .requires(GuestChecks.none(limits))
                .changesNothing();
    }

    private static Step otherWork(Settings settings) {
        return step("look-at-other-work", "Look for updates and unrelated services")
                .why("The manual wants the latest packages, and a host that does nothing else. The lists of packages"
                        + " are those that the host fetched last: looking changes nothing.")
                .covers("KVM-13", "KVM-14", "LXC-04")
                .looksAt(
                        LinuxFacts.OS_RELEASE,
                        LinuxFacts.REDHAT_RELEASE,
                        SoftwareFacts.APT_UPDATES,
                        SoftwareFacts.YUM_UPDATES)
                .looksAt(ServiceFacts.ALL)
                .requires(SystemChecks.updates())
                .requires(RelatedServices.check(settings))
                .changesNothing();
    }

    private static Step surroundings(Settings settings) {
        List<Fact<?>> internet = SystemChecks.internetFact(settings).stream()
                .<Fact<?>>map(fact -> fact)
                .toList();
        return step("look-at-the-surroundings", "Look at the login, the name, the internet and the clock")
                .why("The agent's certificate carries the host's full name, and is refused when clocks differ. Packages"
                        + " and templates come from the internet, unless there is a mirror.")
                .covers("KVM-15", "KVM-16", "KVM-17", "KVM-18", "LXC-05")
                .looksAt(HostnameFacts.USER_ID, HostnameFacts.FULL_NAME, TimeFacts.OFFSET, ServiceFacts.PROGRAMS)
                .looksAt(Stream.concat(TimeFacts.SERVICES.stream(), internet.stream())
                        .<Fact<?>>map(fact -> fact)
                        .toList())
                .requires(SystemChecks.root())
                .requires(SystemChecks.fullName())
                .requires(SystemChecks.internet(settings))
                .requires(SystemChecks.timeService())
                .requires(SystemChecks.clock())
                .changesNothing();
    }
}
