package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;

/**
 * libvirt's daemons for one driver each, which EL 9 has by default. {@code virtproxyd} takes libvirtd's own socket, and
 * {@code virtqemud} its guests: beside them libvirtd does not start, or fails later.
 */
final class ModularDaemons {
    /** Units that were active, and those that start at boot: a rollback brings back exactly these. */
    static final String ACTIVE_BEFORE = "modular-daemons-active-before";

    static final String ENABLED_BEFORE = "modular-daemons-enabled-before";

    /** virtlogd and virtlockd are no drivers: libvirtd needs them too. */
    private static final List<String> DAEMONS = List.of(
            "virtproxyd",
            "virtqemud",
            "virtlxcd",
            "virtnetworkd",
            "virtnodedevd",
            "virtnwfilterd",
            "virtsecretd",
            "virtstoraged",
            "virtinterfaced");

    private static final Fact<List<LinuxFacts.Unit>> UNITS = LinuxFacts.units(
            "libvirt-modular-daemons",
            Stream.concat(
                            Stream.of("virtproxyd-tcp.socket", "virtproxyd-tls.socket"),
                            DAEMONS.stream()
                                    .flatMap(name -> Stream.of(".socket", "-ro.socket", "-admin.socket", ".service")
                                            .map(name::concat)))
                    .toArray(String[]::new));

    static final List<Fact<?>> FACTS = List.of(UNITS, LinuxFacts.LIBVIRTD_UNIT);

    private ModularDaemons() {}

    /** Empty where there is no systemd. */
    private static List<String> those(Situation situation, Predicate<LinuxFacts.Unit> claim) {
        return situation.known(UNITS).orElse(List.of()).stream()
                .filter(LinuxFacts.Unit::exists)
                .filter(claim)
                .map(LinuxFacts.Unit::id)
                .toList();
    }

    private static boolean startsAtBoot(LinuxFacts.Unit unit) {
        return unit.file().equals("enabled");
    }

    static boolean areOn(Situation situation) {
        return !those(situation, unit -> unit.isActive() || startsAtBoot(unit)).isEmpty();
    }

    /** For the run's note. */
    static String active(Situation situation) {
        return String.join(" ", those(situation, LinuxFacts.Unit::isActive));
    }

    /** For the run's note. */
    static String enabled(Situation situation) {
        return String.join(" ", those(situation, ModularDaemons::startsAtBoot));
    }

    /** Sockets in the same call as their services: one alone would start the other again. */
    static List<Action> stop(Situation situation) {
        List<String> active = those(situation, LinuxFacts.Unit::isActive);
        List<String> enabled = those(situation, ModularDaemons::startsAtBoot);
        List<Action> actions = new ArrayList<>();
        if (!active.isEmpty()) {
            actions.add(systemctl("stop", active));
        }
        if (!enabled.isEmpty()) {
            actions.add(systemctl("disable", enabled));
        }
        return actions;
    }

    /** libvirtd goes first where it did not run before: it would hold the socket that virtproxyd wants. */
    static List<Action> startAsBefore(Situation situation) {
        List<String> active = words(situation, ACTIVE_BEFORE);
        boolean libvirtd = words(situation, LibvirtService.BEFORE).contains("libvirtd.service");
        List<Action> actions = new ArrayList<>();
        words(situation, ENABLED_BEFORE).forEach(unit -> actions.add(systemctl("enable", List.of(unit))));
        if (!active.isEmpty() && !libvirtd) {
            actions.add(systemctl("stop", List.of("libvirtd.service")));
        }
        Stream.concat(sockets(active, true), sockets(active, false))
                .forEach(unit -> actions.add(systemctl("start", List.of(unit))));
        return actions;
    }

    private static Stream<String> sockets(List<String> units, boolean wanted) {
        return units.stream().filter(unit -> unit.endsWith(".socket") == wanted);
    }

    private static List<String> words(Situation situation, String note) {
        return Arrays.stream(situation.recorded().getOrDefault(note, "").split(" ", -1))
                .filter(word -> !word.isBlank())
                .toList();
    }

    private static Action systemctl(String verb, List<String> units) {
        return Commands.run(CommandLine.of("systemctl", verb).plus(units.toArray(String[]::new)));
    }
}
