package org.ostler.guide.linux;

import java.util.List;
import java.util.stream.Stream;
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
    private Packages() {}

    /** Both ways to ask; the distribution decides whose answer counts. */
    static List<Fact<?>> facts(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.<Fact<?>>of(rpm(name), dpkg(name)))
                .toList();
    }

    private static Fact<Boolean> rpm(String name) {
        return Fact.onHost(
                "rpm " + name,
                CommandLine.of("rpm", "-q", name),
                answer -> answer.ok() && answer.out().startsWith(name + "-"));
    }

    private static Fact<Boolean> dpkg(String name) {
        return Fact.onHost(
                "dpkg " + name,
                CommandLine.of("dpkg-query", "-W", "-f=${Status}\\n", name),
                answer -> answer.ok() && answer.out().contains("install ok installed"));
    }

    static boolean isInstalled(Situation situation, String name) {
        return situation.fact(isRedHat(situation) ? rpm(name) : dpkg(name));
    }

    static boolean isRedHat(Situation situation) {
        return LibvirtLayout.system(situation).family() == OsRelease.Family.RED_HAT;
    }

    /** The manual's yum; dnf where yum is only another name for it. */
    private static String manager(Situation situation) {
        return LibvirtLayout.system(situation).major() >= 8 ? "dnf" : "yum";
    }

    static Action install(Situation situation, String name) {
        return Commands.run(
                isRedHat(situation) ? CommandLine.of(manager(situation), "-y", "install", name) : debianInstall(name));
    }

    private static CommandLine debianInstall(String name) {
        return quietly("install").plus("-o", "Dpkg::Options::=--force-confold", name);
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
