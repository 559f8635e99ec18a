package org.ostler.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a Linux host says of itself: distribution, libvirt, sockets, services. */
public final class LinuxFacts {
    public static final List<String> LIBVIRTD_SOCKETS = List.of(
            "libvirtd.socket",
            "libvirtd-ro.socket",
            "libvirtd-admin.socket",
            "libvirtd-tls.socket",
            "libvirtd-tcp.socket");

    /** Written by every libvirtd when it starts, 0.9.4 to 10: its age is the daemon's. */
    private static final String LIBVIRTD_PID_FILE = "/var/run/libvirtd.pid";

    private static final Pattern LIBVIRT_VERSION = Pattern.compile("\\(libvirt\\) (\\d+\\.\\d+\\.\\d+)");
    private static final Pattern PORT = Pattern.compile(".*:(\\d{1,5})");

    public static final Fact<OsRelease> OS_RELEASE = Fact.onHost("os-release", "/etc/os-release", OsRelease::osRelease);

    public static final Fact<OsRelease> REDHAT_RELEASE =
            Fact.onHost("redhat-release", "/etc/redhat-release", OsRelease::redHatRelease);

    public static final Fact<String> LIBVIRTD_VERSION =
            Fact.onHost("libvirtd-version", CommandLine.of("libvirtd", "--version"), LinuxFacts::libvirtVersion);

    /** Numbers of the TCP ports that something listens on, with any address. */
    public static final Fact<Set<Integer>> LISTENING =
            Fact.onHost("tcp-listening", CommandLine.of("ss", "-ltn"), LinuxFacts::ports);

    public static final Fact<Unit> LIBVIRTD_UNIT =
            Fact.onHost("libvirtd-unit", show("libvirtd.service"), answer -> units(answer).stream()
                    .findFirst()
                    .orElseThrow(() -> new Fact.Unreadable("systemctl shows no libvirtd.service")));

    public static final Fact<List<Unit>> LIBVIRTD_SOCKET_UNITS =
            Fact.onHost("libvirtd-sockets", show(LIBVIRTD_SOCKETS.toArray(String[]::new)), LinuxFacts::units);

    /** The files that changed after libvirtd started; empty optional when libvirtd does not run. */
    public static final Fact<Optional<List<String>>> FILES_NEWER_THAN_LIBVIRTD = Fact.onHost(
            "files-newer-than-libvirtd",
            CommandLine.of(
                    "find",
                    "/etc/libvirt/libvirtd.conf",
                    "/etc/libvirt/qemu.conf",
                    "/etc/sysconfig/libvirtd",
                    "/etc/default/libvirtd",
                    "/etc/default/libvirt-bin",
                    "-maxdepth",
                    "0",
                    "-newer",
                    LIBVIRTD_PID_FILE),
            LinuxFacts::newerFiles);

    /**
     * A unit of systemd.
     *
     * @param load loaded, masked, not-found
     * @param active active, inactive, failed …
     * @param file enabled, disabled, masked, static, or empty
     */
    public record Unit(String id, String load, String active, String file) {
        public boolean exists() {
            return !load.equals("not-found") && !load.isEmpty();
        }

        public boolean isMasked() {
            return load.equals("masked") || file.equals("masked");
        }

        public boolean isActive() {
            return active.equals("active") || active.equals("activating");
        }
    }

    private LinuxFacts() {}

    /** A file's text as it is; a missing file is an empty optional. */
    public static Fact<Optional<String>> file(String path) {
        return Fact.onHost(path, path, LinuxFacts::text);
    }

    /** {@link #file} on the management server. */
    public static Fact<Optional<String>> fileOnManagementServer(String path) {
        return Fact.onManagementServer(path, path, LinuxFacts::text);
    }

    /** Whether a program can be run. */
    public static Fact<Boolean> executable(String path) {
        return Fact.onHost("executable " + path, CommandLine.of("test", "-x", path), Answer::ok);
    }

    /** What systemd says of these; one that it does not know is {@code not-found}. Unreadable without systemd. */
    public static Fact<List<Unit>> units(String name, String... units) {
        return Fact.onHost(name, show(units), LinuxFacts::units);
    }

    private static CommandLine show(String... units) {
        return CommandLine.of("systemctl", "show")
                .plus(units)
                .plus("-p", "Id", "-p", "LoadState", "-p", "ActiveState", "-p", "UnitFileState");
    }

    private static Optional<String> text(Answer answer) {
        return answer.ok() ? Optional.of(answer.out()) : Optional.empty();
    }

    static String oneLine(Answer answer) {
        String line = answer.out().strip();
        if (!answer.ok() || line.isEmpty()) {
            throw new Fact.Unreadable("nothing came back: " + answer.err().strip());
        }
        return line;
    }

    private static String libvirtVersion(Answer answer) {
        Matcher match = LIBVIRT_VERSION.matcher(answer.out());
        if (!match.find()) {
            throw new Fact.Unreadable("libvirtd told no version: "
                    + (answer.out() + answer.err()).lines().findFirst().orElse(""));
        }
        return match.group(1);
    }

    private static Set<Integer> ports(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("ss failed: " + answer.err().strip());
        }
        return answer.out()
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length >= 4 && words[0].equals("LISTEN"))
                .map(words -> PORT.matcher(words[3]))
                .filter(Matcher::matches)
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Blocks of {@code Key=value} lines, separated by an empty line, in the order asked for. */
    private static List<Unit> units(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("no systemd: " + answer.err().strip());
        }
        List<Unit> units = new ArrayList<>();
        for (String block : answer.out().split("\n\\s*\n", -1)) {
            Map<String, String> values = new LinkedHashMap<>(Assignments.parse(block));
            if (values.containsKey("Id")) {
                units.add(new Unit(
                        values.get("Id"),
                        values.getOrDefault("LoadState", ""),
                        values.getOrDefault("ActiveState", ""),
                        values.getOrDefault("UnitFileState", "")));
            }
        }
        return units;
    }

    private static Optional<List<String>> newerFiles(Answer answer) {
        if (answer.err().contains(LIBVIRTD_PID_FILE)) {
            return Optional.empty();
        }
        return Optional.of(answer.out().lines().filter(line -> !line.isBlank()).toList());
    }
}
