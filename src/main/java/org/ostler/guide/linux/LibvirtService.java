package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Stop;

/**
 * The daemon and its sockets. Needs are facts: libvirtd is restarted when it started before its files were last
 * written or does not listen, never because a plan remembers having written them.
 */
public final class LibvirtService {
    /** Units that were active before, so that a rollback brings back exactly those. */
    public static final String BEFORE = "libvirt-units-before";

    /** EL 6: exit 1 says that it is off in this runlevel; without chkconfig there is nothing to switch. */
    private static final Fact<Boolean> OFF_AT_BOOT =
            Fact.onHost("libvirtd-off-at-boot", CommandLine.of("chkconfig", "libvirtd"), answer -> answer.exit() == 1);

    public static final List<Fact<?>> FACTS = List.of(
            LinuxFacts.LISTENING,
            LinuxFacts.FILES_NEWER_THAN_LIBVIRTD,
            LinuxFacts.LIBVIRTD_UNIT,
            LinuxFacts.LIBVIRTD_SOCKET_UNITS,
            LinuxFacts.LIBVIRTD_VERSION,
            OFF_AT_BOOT);

    /** Sockets that somebody had masked before: a rollback leaves them masked. */
    public static final String MASKED_BEFORE = "libvirt-sockets-masked-before";

    private LibvirtService() {}

    /** Empty where there is no systemd. */
    private static List<LinuxFacts.Unit> sockets(Situation situation) {
        return situation.known(LinuxFacts.LIBVIRTD_SOCKET_UNITS).orElse(List.of()).stream()
                .filter(LinuxFacts.Unit::exists)
                .toList();
    }

    public static boolean socketsAreOpen(Situation situation) {
        return sockets(situation).stream().anyMatch(unit -> !unit.isMasked() || unit.isActive());
    }

    /** A mask alone lets an active socket go on: stopped first. */
    public static List<Action> maskSockets(Situation situation) {
        List<String> open = sockets(situation).stream()
                .filter(unit -> !unit.isMasked() || unit.isActive())
                .map(LinuxFacts.Unit::id)
                .toList();
        return open.isEmpty() ? List.of() : List.of(systemctl("stop", open), systemctl("mask", open));
    }

    public static List<Action> unmaskSockets(Situation situation) {
        List<String> before = words(situation, MASKED_BEFORE);
        return sockets(situation).stream()
                .filter(LinuxFacts.Unit::isMasked)
                .map(LinuxFacts.Unit::id)
                .filter(unit -> !before.contains(unit))
                .map(unit -> systemctl("unmask", List.of(unit)))
                .toList();
    }

    /** For the run's note. */
    public static String maskedSockets(Situation situation) {
        return sockets(situation).stream()
                .filter(LinuxFacts.Unit::isMasked)
                .map(LinuxFacts.Unit::id)
                .collect(Collectors.joining(" "));
    }

    /** For the run's note. */
    public static String activeUnits(Situation situation) {
        return Stream.concat(situation.known(LinuxFacts.LIBVIRTD_UNIT).stream(), sockets(situation).stream())
                .filter(LinuxFacts.Unit::isActive)
                .map(LinuxFacts.Unit::id)
                .collect(Collectors.joining(" "));
    }

    /** A unit that systemd starts for other reasons (static, alias) is left alone. */
    static boolean isOffAtBoot(Situation situation) {
        return LibvirtLayout.of(situation).hasSystemd()
                ? situation.fact(LinuxFacts.LIBVIRTD_UNIT).file().equals("disabled")
                : situation.fact(OFF_AT_BOOT);
    }

    static List<Action> atBoot(Situation situation, boolean on) {
        return List.of(
                LibvirtLayout.of(situation).hasSystemd()
                        ? systemctl(on ? "enable" : "disable", List.of("libvirtd.service"))
                        : run(CommandLine.of("chkconfig", "libvirtd", on ? "on" : "off")));
    }

    public static boolean listens(Situation situation, int port) {
        return situation
                .known(LinuxFacts.LISTENING)
                .filter(ports -> ports.contains(port))
                .isPresent();
    }

    /** Whether it runs with other than the present files, or does not run. */
    public static boolean isOlderThanItsFiles(Situation situation) {
        Optional<List<String>> newer =
                situation.known(LinuxFacts.FILES_NEWER_THAN_LIBVIRTD).flatMap(files -> files);
        return newer.isEmpty() || !newer.orElseThrow().isEmpty();
    }

    public static List<Action> restart(Situation situation) {
        LibvirtLayout layout = LibvirtLayout.of(situation);
        return List.of(
                layout.hasSystemd()
                        ? systemctl("restart", List.of("libvirtd.service"))
                        : run(CommandLine.of("service", layout.service(), "restart")));
    }

    /**
     * Brings the service back as it was: sockets that were active first (systemd refuses to start a socket whose
     * service runs), then the daemon if it ran.
     */
    public static List<Action> restartAsBefore(Situation situation) {
        if (!LibvirtPackages.isThere(situation)) {
            // This run installed it, and its undo has removed it.
            return List.of();
        }
        if (!LibvirtLayout.of(situation).hasSystemd()) {
            return restart(situation);
        }
        List<String> before = List.of(situation
                .recorded()
                .getOrDefault(BEFORE, "libvirtd.service")
                .strip()
                .split(" +", -1));
        List<String> sockets =
                before.stream().filter(unit -> unit.endsWith(".socket")).toList();
        List<Action> actions = new ArrayList<>();
        actions.add(systemctl("stop", List.of("libvirtd.service")));
        if (!sockets.isEmpty()) {
            actions.add(systemctl("start", sockets));
        }
        if (before.contains("libvirtd.service")) {
            actions.add(systemctl("start", List.of("libvirtd.service")));
        }
        return actions;
    }

    private static List<String> words(Situation situation, String note) {
        return List.of(situation.recorded().getOrDefault(note, "").strip().split(" +", -1));
    }

    private static Action systemctl(String verb, List<String> units) {
        return run(CommandLine.of("systemctl", verb).plus(units.toArray(String[]::new)));
    }

    private static Action run(CommandLine command) {
        return new Action.RunCommand(Place.HOST, command, new Stop.Finish(), Optional.empty(), Set.of(0));
    }
}
