package org.ostler.guide.linux;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.OsRelease;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Template;

/**
 * Packages of a distribution. Installed without questions, and without touching what an operator has changed: a package
 * keeps present configuration files, and nothing restarts services by itself.
 */
final class Packages {
    private static final String ONLY_THESE = "--setopt=clean_requirements_on_remove=False";

    private Packages() {}

    /** Both ways to ask for all of them at once; the distribution decides whose answer counts. */
    static List<Fact<?>> facts(List<String> names) {
        return List.of(rpm(names), dpkg(names));
    }

    /** Those of these that are installed; the others make rpm fail, and tell by their words. */
    private static Fact<Set<String>> rpm(List<String> names) {
        return Fact.onHost(
                "rpm " + String.join(" ", names),
                CommandLine.of("rpm", "-q", "--qf", "%{NAME}\\n").plus(names.toArray(String[]::new)),
                answer -> among(names, answer.out(), ""));
    }

    private static Fact<Set<String>> dpkg(List<String> names) {
        return Fact.onHost(
                "dpkg " + String.join(" ", names),
                CommandLine.of("dpkg-query", "-W", "-f=${Package} ${Status}\\n").plus(names.toArray(String[]::new)),
                answer -> among(names, answer.out(), " install ok installed"));
    }

    private static Set<String> among(List<String> names, String printed, String suffix) {
        List<String> lines = printed.lines().map(String::strip).toList();
        return names.stream().filter(name -> lines.contains(name + suffix)).collect(Collectors.toSet());
    }

    /** @param names as they were looked up together */
    static boolean isInstalled(Situation situation, List<String> names, String name) {
        return situation.fact(isRedHat(situation) ? rpm(names) : dpkg(names)).contains(name);
    }

    static boolean isRedHat(Situation situation) {
        return LibvirtLayout.system(situation).family() == OsRelease.Family.RED_HAT;
    }

    /** The manual's yum; dnf where yum is only another name for it. */
    private static String manager(Situation situation) {
        return LibvirtLayout.system(situation).major() >= 8 ? "dnf" : "yum";
    }

    static Action install(Situation situation, String name) {
        return install(situation, List.of(name));
    }

    static Action install(Situation situation, List<String> names) {
        String[] all = names.toArray(String[]::new);
        return Commands.run(
                isRedHat(situation)
                        ? CommandLine.of(manager(situation), "-y", "install").plus(all)
                        : debianInstall(all));
    }

    private static CommandLine debianInstall(String... names) {
        return quietly("install").plus("-o", "Dpkg::Options::=--force-confold").plus(names);
    }

    /** How Debian's and Ubuntu's installation is shown in an undo's words. */
    static Template installation(String name) {
        return new Template(debianInstall(name).quoted(), "on Debian and Ubuntu");
    }

    /** Exactly this package: what came with it stays, whatever the distribution's tool would tidy up. */
    static Action remove(Situation situation, String name) {
        return Commands.run(
                isRedHat(situation)
                        ? CommandLine.of("rpm", "-e", name)
                        : quietly("remove").plus(name));
    }

    /**
     * This one and what needs it, which came with it: {@code rpm -e} would refuse. Nothing else that the tool might find
     * superfluous.
     */
    static Action removeWithDependents(Situation situation, String name) {
        return Commands.run(
                isRedHat(situation)
                        ? CommandLine.of(manager(situation), "-y", ONLY_THESE, "remove", name)
                        : quietly("remove").plus(name));
    }

    static List<Template> removalsWithDependents() {
        String rule = "packages that this step installed";
        return List.of(
                new Template("yum -y " + ONLY_THESE + " remove <package>", rule),
                new Template("dnf -y " + ONLY_THESE + " remove <package>", rule),
                new Template(quietly("remove").quoted() + " <package>", rule));
    }

    /** As {@link #remove} and {@link #install} would be shown, for an undo's words. */
    static List<Template> removals(String name) {
        return List.of(
                new Template("rpm -e " + name, "on Red Hat systems"),
                new Template(quietly("remove").plus(name).quoted(), "on Debian and Ubuntu"));
    }

    /** {@code NEEDRESTART_MODE=l}: Ubuntu would restart daemons that use a library that came with it. */
    private static CommandLine quietly(String verb) {
        return CommandLine.of(
                "env", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_MODE=l", "apt-get", "-y", "-q", verb);
    }
}
