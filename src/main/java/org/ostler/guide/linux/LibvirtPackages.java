package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.OsRelease;
import org.ostler.facts.SoftwareFacts;
import org.ostler.facts.VersionRules;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Template;

/**
 * libvirt and QEMU on a bare host, by the names that each distribution gives them. What counts is whether their programs
 * are there: who has them from elsewhere is not given the distribution's besides.
 */
final class LibvirtPackages {
    /** What was missing before, so that a rollback removes exactly that. */
    static final String MISSING_BEFORE = "libvirt-packages-missing-before";

    private static final String CONTAINERS = "libvirt-daemon-driver-lxc";

    private static final List<String> OF_RED_HAT = List.of("libvirt", "qemu-kvm");

    private static final List<String> OF_DEBIAN = List.of(
            "libvirt-daemon-system", "libvirt-clients", "libvirt-bin", "qemu-system-x86", "qemu-kvm", CONTAINERS);

    private static final Fact<Set<String>> OFFERED_BY_YUM = Fact.onHost(
            "yum offers libvirt",
            CommandLine.of("yum", "-q", "list").plus(OF_RED_HAT.toArray(String[]::new)),
            answer -> OF_RED_HAT.stream()
                    .filter(name -> answer.out().lines().anyMatch(line -> line.startsWith(name + ".")))
                    .collect(Collectors.toSet()));

    private static final Fact<Set<String>> OFFERED_BY_APT = Fact.onHost(
            "apt offers libvirt",
            CommandLine.of("apt-cache", "policy").plus(OF_DEBIAN.toArray(String[]::new)),
            LibvirtPackages::offeredByApt);

    static final List<Fact<?>> FACTS = Stream.of(
                    List.<Fact<?>>of(LinuxFacts.LIBVIRTD_VERSION, OFFERED_BY_YUM, OFFERED_BY_APT),
                    SoftwareFacts.QEMU,
                    Packages.facts(OF_DEBIAN))
            .flatMap(List::stream)
            .<Fact<?>>map(fact -> fact)
            .toList();

    private LibvirtPackages() {}

    /** Blocks of {@code name:}, with the newest that a source offers behind {@code Candidate:}. */
    private static Set<String> offeredByApt(Answer answer) {
        Set<String> offered = new TreeSet<>();
        String name = "";
        for (String line : answer.out().lines().toList()) {
            if (!line.startsWith(" ")) {
                name = line.replaceFirst(":$", "");
            } else if (line.strip().startsWith("Candidate:") && !line.contains("(none)")) {
                offered.add(name);
            }
        }
        return offered;
    }

    /** @throws Fact.Unreadable when it was not looked at */
    static boolean isThere(Situation situation) {
        return !isMissing(situation, LinuxFacts.LIBVIRTD_VERSION);
    }

    private static boolean isMissing(Situation situation, Fact<?> fact) {
        return SoftwareFacts.isMissing(
                situation.facts().answer(fact).orElseThrow(() -> new Fact.Unreadable("not known: " + fact.name())));
    }

    private static boolean isQemuMissing(Situation situation) {
        return SoftwareFacts.qemu(situation.facts()).isEmpty()
                && SoftwareFacts.QEMU.stream().allMatch(fact -> isMissing(situation, fact));
    }

    /** Those that are not there and wanted, libvirt's first. */
    static List<String> missing(Situation situation, RequiredVersions limits) {
        List<String> missing = new ArrayList<>();
        OsRelease system = LibvirtLayout.system(situation);
        boolean redHat = system.family() == OsRelease.Family.RED_HAT;
        boolean old = system.id().equals("ubuntu") && system.major() < 18;
        if (!isThere(situation)) {
            missing.addAll(
                    redHat
                            ? List.of("libvirt")
                            : old ? List.of("libvirt-bin") : List.of("libvirt-daemon-system", "libvirt-clients"));
        }
        if (isQemuMissing(situation)) {
            missing.add(redHat || old ? "qemu-kvm" : "qemu-system-x86");
        }
        boolean ownDriver = system.family() == OsRelease.Family.DEBIAN && !old && system.major() != 18;
        if (limits.isLxc() && ownDriver && !Packages.isInstalled(situation, OF_DEBIAN, CONTAINERS)) {
            missing.add(CONTAINERS);
        }
        return missing;
    }

    /** For the run's note. */
    static String missingWords(Situation situation, RequiredVersions limits) {
        return String.join(" ", missing(situation, limits));
    }

    static List<Action> install(Situation situation, RequiredVersions limits) {
        List<String> missing = missing(situation, limits);
        return missing.isEmpty() ? List.of() : List.of(Packages.install(situation, missing));
    }

    static List<Action> remove(Situation situation) {
        return Arrays.stream(
                        situation.recorded().getOrDefault(MISSING_BEFORE, "").split(" ", -1))
                .filter(name -> !name.isBlank())
                .map(name -> Packages.removeWithDependents(situation, name))
                .toList();
    }

    static List<Template> removals() {
        return Packages.removalsWithDependents();
    }

    static Check isOffered(RequiredVersions limits) {
        return new Check(
                "libvirt-offered",
                "libvirt and QEMU are installed, or a package source offers them",
                "Give the host its distribution's package sources, and on Debian and Ubuntu run apt-get update. Red Hat"
                        + " 8 and newer have no libvirt for containers.",
                situation -> {
                    List<String> missing = missing(situation, limits);
                    if (missing.isEmpty()) {
                        return Finding.pass("libvirt and QEMU are installed");
                    }
                    Set<String> offered =
                            situation.fact(Packages.isRedHat(situation) ? OFFERED_BY_YUM : OFFERED_BY_APT);
                    List<String> nowhere = missing.stream()
                            .filter(name -> !offered.contains(name))
                            .toList();
                    return nowhere.isEmpty()
                            ? Finding.pass("to be installed: " + String.join(", ", missing))
                            : Finding.fail("no package source offers " + String.join(", ", nowhere));
                });
    }

    static boolean isNewEnough(Situation situation, RequiredVersions limits) {
        return situation
                .known(LinuxFacts.LIBVIRTD_VERSION)
                .filter(version -> VersionRules.UPSTREAM.isAtLeast(version, limits.libvirt()))
                .isPresent();
    }
}
