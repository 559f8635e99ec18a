package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;

/** SELinux and AppArmor, as far as they stand in CloudStack's way (KVM-26 to KVM-30). */
final class SecurityPolicies {
    private static final String SELINUX = "/etc/selinux/config";
    private static final String APPARMOR = "/etc/apparmor.d/";

    /** A profile's file, and the names under which the kernel knows it: newer packages give it a name of its own. */
    private record Profile(String file, Set<String> names) {
        String path() {
            return APPARMOR + file;
        }

        String link() {
            return APPARMOR + "disable/" + file;
        }
    }

    private static final List<Profile> PROFILES = List.of(
            new Profile("usr.sbin.libvirtd", Set.of("/usr/sbin/libvirtd", "libvirtd")),
            new Profile("usr.lib.libvirt.virt-aa-helper", Set.of("/usr/lib/libvirt/virt-aa-helper", "virt-aa-helper")));

    /** Enforcing, Permissive or Disabled; empty where there is no SELinux. */
    private static final Fact<Optional<String>> MODE =
            Fact.onHost("getenforce", CommandLine.of("getenforce"), SecurityPolicies::mode);

    /** Names of the loaded profiles; empty where there is no AppArmor, or none that is on. */
    private static final Fact<Optional<List<String>>> LOADED =
            Fact.onHost("aa-status", CommandLine.of("aa-status"), SecurityPolicies::loaded);

    static final List<Fact<?>> SELINUX_FACTS = List.of(MODE, LinuxFacts.file(SELINUX));

    static final List<Fact<?>> APPARMOR_FACTS = Stream.concat(
                    Stream.of(LOADED), PROFILES.stream().flatMap(profile -> Stream.of(exists(profile), link(profile))))
            .toList();

    private SecurityPolicies() {}

    private static Optional<String> mode(Answer answer) {
        return answer.ok() ? Optional.of(answer.out().strip()) : Optional.empty();
    }

    /** Exit 0: profiles are loaded, 2: none is; others mean that it is off or not there. Names are indented. */
    private static Optional<List<String>> loaded(Answer answer) {
        if (answer.exit() != 0 && answer.exit() != 2) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        boolean profiles = false;
        for (String line : answer.out().lines().toList()) {
            if (!line.startsWith(" ")) {
                profiles = line.contains("profiles are");
            } else if (profiles) {
                names.add(line.strip());
            }
        }
        return Optional.of(names);
    }

    private static Fact<Boolean> exists(Profile profile) {
        return Fact.onHost("exists " + profile.path(), CommandLine.of("test", "-e", profile.path()), Answer::ok);
    }

    private static Fact<String> link(Profile profile) {
        return Fact.onHost("link " + profile.link(), CommandLine.of("readlink", profile.link()), answer -> answer.out()
                .strip());
    }

    static String seLinux(Situation situation) {
        return situation.fact(MODE).orElse("not installed");
    }

    static boolean isEnforcing(Situation situation) {
        return seLinux(situation).equals("Enforcing");
    }

    /** {@code SELINUX=enforcing} alone changes: SELINUXTYPE, comments and what is off already stay. */
    static String permissive(String present) {
        return present.replaceAll("(?m)^([ \\t]*SELINUX[ \\t]*=[ \\t]*)enforcing[ \\t]*$", "$1permissive");
    }

    static List<Action> writePermissive(Situation situation) {
        Optional<String> present = situation.fact(LinuxFacts.file(SELINUX));
        if (present.isEmpty() || situation.fact(MODE).isEmpty()) {
            return List.of();
        }
        return LibvirtFiles.written(FileChange.write(SELINUX, present, permissive(present.get())));
    }

    static List<Action> setEnforce(String mode) {
        return List.of(Commands.run(CommandLine.of("setenforce", mode)));
    }

    static String appArmor(Situation situation) {
        return situation
                .fact(LOADED)
                .map(names ->
                        names.isEmpty() ? "installed, no profile is loaded" : names.size() + " profiles are loaded")
                .orElse("not installed, or not on");
    }

    static List<Action> disable(Situation situation) {
        return situation.fact(LOADED).isEmpty()
                ? List.of()
                : PROFILES.stream()
                        .filter(profile -> situation.fact(exists(profile)))
                        .filter(profile -> !situation.fact(link(profile)).equals(profile.path()))
                        .<Action>map(profile -> new Action.MakeLink(Place.HOST, profile.link(), profile.path()))
                        .toList();
    }

    private static boolean isLoaded(Situation situation, Profile profile) {
        return situation.fact(LOADED).orElse(List.of()).stream().anyMatch(profile.names()::contains);
    }

    static List<Action> unload(Situation situation) {
        return PROFILES.stream()
                .filter(profile -> situation.fact(exists(profile)) && isLoaded(situation, profile))
                .map(profile -> Commands.run(CommandLine.of("apparmor_parser", "-R", profile.path())))
                .toList();
    }

    /** For the run's note. */
    static String loadedProfiles(Situation situation) {
        return String.join(
                " ",
                PROFILES.stream()
                        .filter(profile -> isLoaded(situation, profile))
                        .map(Profile::path)
                        .toList());
    }

    /** Those that were loaded before. */
    static List<Action> load(Situation situation, String note) {
        List<String> before =
                List.of(situation.recorded().getOrDefault(note, "").split(" ", -1));
        return PROFILES.stream()
                .filter(profile -> before.contains(profile.path()) && !isLoaded(situation, profile))
                .map(profile -> Commands.run(CommandLine.of("apparmor_parser", "-r", profile.path())))
                .toList();
    }
}
