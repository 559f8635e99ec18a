package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ostler.configfile.FileChange;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.OsRelease;
import org.ostler.procedure.Action;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Template;

/** Which time service a host runs, which it shall run, and whether its clock is right (KVM-18). */
final class Clock {
    /** Units (or services) that ran before, so that a rollback brings back exactly those. */
    static final String BEFORE = "time-services-before";

    /** Debian removes it when another one is installed. */
    private static final String TIMESYNCD = "systemd-timesyncd";

    private static final List<String> PACKAGES = List.of("chrony", "ntp", "ntpsec", "openntpd", TIMESYNCD);

    private static final List<String> CONFIGURATIONS = List.of(
            "/etc/chrony.conf",
            "/etc/chrony/chrony.conf",
            "/etc/ntp.conf",
            "/etc/ntpsec/ntp.conf",
            "/etc/ntpd.conf",
            "/etc/openntpd/ntpd.conf");

    private static final Fact<List<LinuxFacts.Unit>> UNITS =
            LinuxFacts.units("time-units", TimeService.units().toArray(String[]::new));

    /** Without systemd each is asked by its script; Ubuntu 12.04 and EL 6 have these three. */
    private static final List<String> SCRIPTS = List.of("ntpd", "ntp", "openntpd");

    private static final Map<TimeService, Fact<Boolean>> IN_SYNC = new EnumMap<>(Map.of(
            TimeService.CHRONY,
            Fact.onHost("chrony-in-sync", CommandLine.of("chronyc", "-n", "tracking"), Clock::chronyInSync),
            TimeService.NTP,
            Fact.onHost("ntp-in-sync", CommandLine.of("ntpq", "-pn"), answer -> answer.out()
                    .lines()
                    .anyMatch(line -> line.startsWith("*"))),
            TimeService.OPENNTPD,
            Fact.onHost("openntpd-in-sync", CommandLine.of("ntpctl", "-s", "status"), Clock::openntpdInSync)));

    /** Written when a daemon starts: its age is the daemon's. Openntpd has none. */
    private static final Map<TimeService, String> PID_FILES =
            Map.of(TimeService.CHRONY, "/var/run/chrony/chronyd.pid", TimeService.NTP, "/var/run/ntpd.pid");

    private Clock() {}

    static List<Fact<?>> facts() {
        List<Fact<?>> all = new ArrayList<>(LibvirtFiles.FACTS.subList(0, 2));
        all.add(UNITS);
        SCRIPTS.forEach(script -> all.add(script(script)));
        all.addAll(IN_SYNC.values());
        all.addAll(Packages.facts(PACKAGES));
        CONFIGURATIONS.forEach(path -> all.add(LinuxFacts.file(path)));
        PID_FILES.values().forEach(pid -> all.add(newer(pid)));
        return all;
    }

    private static Fact<Boolean> script(String name) {
        return Fact.onHost(
                "service " + name + " runs",
                CommandLine.of("service", name, "status"),
                answer -> answer.ok()
                        && !answer.out().contains("stop")
                        && !answer.out().contains("NOT running"));
    }

    /** The configuration files that changed after the daemon with this pid file started. */
    private static Fact<List<String>> newer(String pid) {
        return Fact.onHost(
                "time-files-newer-than " + pid,
                CommandLine.of("find")
                        .plus(CONFIGURATIONS.toArray(String[]::new))
                        .plus("-maxdepth", "0", "-newer", pid),
                answer -> answer.out().lines().toList());
    }

    private static boolean chronyInSync(Answer answer) {
        return answer.ok()
                && answer.out().lines().anyMatch(line -> line.matches("Leap status\\s*: (Normal|Insert.*|Delete.*)"));
    }

    /** Ubuntu 12.04's has no way to ask: then that it runs is all that can be known. */
    private static boolean openntpdInSync(Answer answer) {
        return answer.exit() == 127 || answer.out().contains("clock synced");
    }

    private static OsRelease system(Situation situation) {
        return LibvirtLayout.system(situation);
    }

    private static boolean hasSystemd(Situation situation) {
        return LibvirtLayout.of(situation).hasSystemd();
    }

    /** Names without {@code .service}. */
    static List<String> running(Situation situation) {
        if (!hasSystemd(situation)) {
            return SCRIPTS.stream().filter(name -> situation.fact(script(name))).toList();
        }
        return List.copyOf(new TreeSet<>(situation.fact(UNITS).stream()
                .filter(LinuxFacts.Unit::isActive)
                .map(unit -> unit.id().replaceFirst("\\.service$", ""))
                .toList()));
    }

    /** The one that was chosen; else the one that runs; else the distribution's usual one. */
    static TimeService wanted(Situation situation, Settings settings) {
        String chosen = settings.text(HostSettings.TIME_SERVICE);
        return Stream.of(TimeService.values())
                .filter(service -> service.name().equalsIgnoreCase(chosen))
                .findFirst()
                .or(() -> running(situation).stream()
                        .flatMap(unit -> TimeService.ofUnit(unit).stream())
                        .filter(service -> service != TimeService.TIMESYNCD)
                        .findFirst())
                .orElseGet(() -> TimeService.usual(system(situation)));
    }

    /** What runs besides the wanted one. */
    static List<String> others(Situation situation, Settings settings) {
        TimeService wanted = wanted(situation, settings);
        return running(situation).stream()
                .filter(unit -> !TimeService.ofUnit(unit).equals(Optional.of(wanted)))
                .toList();
    }

    static boolean isInstalled(Situation situation, Settings settings) {
        return Packages.isInstalled(
                situation, PACKAGES, wanted(situation, settings).packageName(system(situation)));
    }

    static Action install(Situation situation, Settings settings) {
        return Packages.install(situation, wanted(situation, settings).packageName(system(situation)));
    }

    /** The package goes; the one that the distribution removed in its favour comes back. */
    static List<Action> uninstall(Situation situation, Settings settings) {
        List<Action> actions = new ArrayList<>();
        String name = wanted(situation, settings).packageName(system(situation));
        if (Packages.isInstalled(situation, PACKAGES, name)) {
            actions.add(Packages.remove(situation, name));
        }
        if (before(situation).contains(TIMESYNCD) && !Packages.isInstalled(situation, PACKAGES, TIMESYNCD)) {
            actions.add(Packages.install(situation, TIMESYNCD));
        }
        return actions;
    }

    /** {@link #uninstall} as a plan shows it. */
    static List<Template> uninstallations() {
        return Stream.concat(
                        Stream.of("chrony", "ntp", "ntpsec", "openntpd")
                                .flatMap(name -> Packages.removals(name).stream()),
                        Stream.of(Packages.installation(TIMESYNCD)))
                .toList();
    }

    /** @throws Fact.Unreadable before the service is installed: its file comes with it */
    static List<Action> write(Situation situation, Settings settings) {
        List<String> servers = settings.list(HostSettings.TIME_SERVERS);
        TimeService service = wanted(situation, settings);
        String path = service.file(system(situation));
        Optional<String> present = situation.fact(LinuxFacts.file(path));
        if (servers.isEmpty()) {
            return List.of();
        }
        if (present.isEmpty() && !isInstalled(situation, settings)) {
            throw new Fact.Unreadable(path + " comes with the time service, which is installed by an earlier step");
        }
        return LibvirtFiles.written(
                FileChange.write(path, present, TimeServers.merged(present.orElse(""), service, servers)));
    }

    static boolean runs(Situation situation, Settings settings) {
        TimeService wanted = wanted(situation, settings);
        boolean running = running(situation).stream()
                .anyMatch(unit -> TimeService.ofUnit(unit).equals(Optional.of(wanted)));
        return running && isEnabled(situation, settings);
    }

    private static boolean isEnabled(Situation situation, Settings settings) {
        if (!hasSystemd(situation)) {
            return true;
        }
        TimeService wanted = wanted(situation, settings);
        return situation.fact(UNITS).stream()
                .filter(unit -> TimeService.ofUnit(unit.id()).equals(Optional.of(wanted)))
                .anyMatch(unit -> Set.of("enabled", "alias").contains(unit.file()));
    }

    static boolean isOlderThanItsFile(Situation situation, Settings settings) {
        TimeService wanted = wanted(situation, settings);
        String pid = PID_FILES.get(wanted);
        return pid != null && situation.fact(newer(pid)).contains(wanted.file(system(situation)));
    }

    static boolean isInSync(Situation situation, Settings settings) {
        return situation.fact(IN_SYNC.get(wanted(situation, settings)));
    }

    static List<Action> start(Situation situation, Settings settings) {
        String unit = wanted(situation, settings).unit(system(situation));
        if (!hasSystemd(situation)) {
            CommandLine restart = CommandLine.of("service", unit, "restart");
            return Packages.isRedHat(situation)
                    ? List.of(Commands.run(CommandLine.of("chkconfig", unit, "on")), Commands.run(restart))
                    : List.of(Commands.run(restart));
        }
        return List.of(
                Commands.run(CommandLine.of("systemctl", "enable", unit + ".service")),
                Commands.run(CommandLine.of("systemctl", "restart", unit + ".service")));
    }

    static List<Action> stop(Situation situation, List<String> units) {
        return units.stream()
                .flatMap(unit -> hasSystemd(situation)
                        ? Stream.of(
                                Commands.run(CommandLine.of("systemctl", "stop", unit + ".service")),
                                Commands.run(CommandLine.of("systemctl", "disable", unit + ".service")))
                        : Stream.of(Commands.run(CommandLine.of("service", unit, "stop"))))
                .toList();
    }

    /** Those that ran before and do not run now. */
    static List<Action> startAsBefore(Situation situation) {
        List<String> now = running(situation);
        return before(situation).stream()
                .filter(unit -> !now.contains(unit))
                .flatMap(unit -> hasSystemd(situation)
                        ? Stream.of(
                                Commands.run(CommandLine.of("systemctl", "enable", unit + ".service")),
                                Commands.run(CommandLine.of("systemctl", "start", unit + ".service")))
                        : Stream.of(Commands.run(CommandLine.of("service", unit, "start"))))
                .toList();
    }

    /** Those that run now and did not before; one that did is restarted with the files of before. */
    static List<Action> stopAsBefore(Situation situation, Settings settings) {
        String unit = wanted(situation, settings).unit(system(situation));
        if (!before(situation).contains(unit)) {
            return stop(situation, running(situation).contains(unit) ? List.of(unit) : List.of());
        }
        return List.of(Commands.run(
                hasSystemd(situation)
                        ? CommandLine.of("systemctl", "restart", unit + ".service")
                        : CommandLine.of("service", unit, "restart")));
    }

    private static List<String> before(Situation situation) {
        return Stream.of(situation.recorded().getOrDefault(BEFORE, "").split(" ", -1))
                .filter(unit -> !unit.isBlank())
                .toList();
    }
}
