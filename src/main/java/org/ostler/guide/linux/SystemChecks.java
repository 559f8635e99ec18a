package org.ostler.guide.linux;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ostler.facts.Fact;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.HostnameFacts;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.OsRelease;
import org.ostler.facts.ServiceFacts;
import org.ostler.facts.SoftwareFacts;
import org.ostler.facts.TimeFacts;
import org.ostler.facts.VersionRules;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** KVM-01 and KVM-13 to KVM-18, as far as they are looks. */
final class SystemChecks {
    /** Seconds; TLS and the agent's tickets bear more, logs that are to be compared do not. */
    static final double MOST_OFF = 1;

    /** Programs that keep a clock; the openntpd of Ubuntu 12.04 has no other that would tell how it does. */
    private static final List<String> CLOCKKEEPERS = List.of("chronyd", "ntpd", "openntpd", "systemd-timesyn");

    private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]*");

    private SystemChecks() {}

    static Check recommended() {
        return Check.advice(
                "recommended-distribution",
                "the distribution is one that is recommended",
                "Install Red Hat Enterprise Linux 8 or 9 or a relative of it, or Ubuntu 22.04 or 24.04.",
                situation -> recommendedFound(LibvirtLayout.system(situation)));
    }

    private static Finding recommendedFound(OsRelease system) {
        String name = system.name();
        return switch (system.family()) {
            case RED_HAT -> system.id().equals("fedora") ? stranger(name) : aged(name, system.version(), "6.3", "8");
            case DEBIAN ->
                system.id().equals("ubuntu")
                        ? aged(name, system.version(), "12.04", "20.04")
                        : VersionRules.UPSTREAM.isAtLeast(system.version(), "12")
                                ? Finding.warn(name + ": CloudStack does not test Debian; it is expected to work")
                                : stranger(name);
            case OTHER -> stranger(name);
        };
    }

    private static Finding aged(String name, String version, String manual, String today) {
        if (VersionRules.UPSTREAM.isAtLeast(version, today)) {
            return Finding.pass(name);
        }
        return VersionRules.UPSTREAM.isAtLeast(version, manual)
                ? Finding.warn(name + " is of the manual's time; today's CloudStack no longer supports it")
                : Finding.warn(name + " is older than the manual's " + manual);
    }

    private static Finding stranger(String name) {
        return Finding.warn(name + " is not among the recommended distributions");
    }

    static Check cgroups() {
        return new Check(
                "cgroups",
                "the kernel is 2.6.24 or newer and has cgroups",
                "Boot a kernel with cgroups: containers are made of them.",
                situation -> {
                    String kernel = situation.fact(MachineFacts.KERNEL);
                    if (!VersionRules.UPSTREAM.isAtLeast(kernel, RequiredVersions.KERNEL)) {
                        return Finding.fail("kernel " + kernel + " is older than " + RequiredVersions.KERNEL);
                    }
                    return situation.fact(HardwareFacts.CGROUPS).contains("cpu")
                            ? Finding.pass("kernel " + kernel + " with cgroups")
                            : Finding.fail("kernel " + kernel + " has no cgroups");
                });
    }

    static Check updates() {
        return Check.advice(
                "pending-updates",
                "the latest packages are installed",
                "Update the host (apt-get dist-upgrade, yum update) before it carries guests, and reboot it when the"
                        + " kernel changed. When the list is not known, fetch it: apt-get update, yum makecache.",
                situation -> {
                    boolean redHat = LibvirtLayout.system(situation).family() == OsRelease.Family.RED_HAT;
                    Set<String> updates =
                            situation.fact(redHat ? SoftwareFacts.YUM_UPDATES : SoftwareFacts.APT_UPDATES);
                    String first = String.join(", ", updates.stream().limit(8).toList());
                    return updates.isEmpty()
                            ? Finding.pass("no newer package is known")
                            : Finding.warn("newer packages: " + updates.size() + " (" + first
                                    + (updates.size() > 8 ? " …" : "") + ")");
                });
    }

    static Check root() {
        return new Check(
                "root",
                "the login is root or can become root",
                "Let the credential log in as root, or let its user call sudo for every command.",
                situation -> {
                    String id = situation.fact(HostnameFacts.USER_ID);
                    return id.equals("0")
                            ? Finding.pass("commands run as root")
                            : Finding.fail("commands run as user " + id);
                });
    }

    static Check fullName() {
        return Check.advice(
                "full-name",
                "the host knows its full name",
                "Give the host a name with a domain (hostnamectl set-hostname), and /etc/hosts a line with its address,"
                        + " full name and short name.",
                situation -> {
                    Optional<String> name = situation.fact(HostnameFacts.FULL_NAME);
                    if (name.isEmpty()) {
                        return Finding.warn("hostname --fqdn finds no name");
                    }
                    return HostnameFacts.isQualified(name.get())
                            ? Finding.pass("the host is " + name.get())
                            : Finding.warn("hostname --fqdn says " + name.get() + ", which is no full name");
                });
    }

    /** Empty when a place is not wanted or is none. */
    static Optional<Fact<Boolean>> internetFact(Settings settings) {
        return settings.given(RequirementSettings.INTERNET)
                .map(String::strip)
                .filter(place -> PLACE.matcher(place).matches())
                .map(HostnameFacts::reaches);
    }

    static Check internet(Settings settings) {
        return Check.advice(
                "internet",
                "the host reaches the internet",
                "Mend routes and name servers. When packages and templates come from a mirror, name another place in"
                        + " the settings, or none.",
                situation -> {
                    Optional<String> wanted = settings.given(RequirementSettings.INTERNET);
                    if (wanted.isEmpty()) {
                        return Finding.pass("no place in the internet is asked for");
                    }
                    Optional<Fact<Boolean>> fact = internetFact(settings);
                    if (fact.isEmpty()) {
                        return Finding.fail(wanted.get() + " is neither a name nor an address");
                    }
                    return situation.fact(fact.get())
                            ? Finding.pass(wanted.get() + " answers")
                            : Finding.warn(wanted.get() + " does not answer a ping");
                });
    }

    static Check timeService() {
        return Check.advice(
                "time-service",
                "a time service keeps the clock in step",
                "Install and start chrony (ntp or openntpd on old systems) and let it reach its servers.",
                SystemChecks::timeServiceFound);
    }

    private static Finding timeServiceFound(Situation situation) {
        Optional<TimeFacts.Sync> sync = TimeFacts.sync(situation.facts());
        if (sync.isPresent()) {
            String service = sync.get().service();
            return sync.get().inStep()
                    ? Finding.pass(service + " keeps the clock in step")
                    : Finding.warn(service + " runs, but the clock is not in step");
        }
        Set<String> programs = situation.fact(ServiceFacts.PROGRAMS);
        return CLOCKKEEPERS.stream()
                .filter(programs::contains)
                .findFirst()
                .map(program -> Finding.unknown(program + " runs, and does not say whether the clock is in step"))
                .orElseGet(() -> Finding.warn("no time service answers"));
    }

    static Check clock() {
        return Check.advice(
                "clock",
                "the clock is right",
                "Set the clock and let a time service keep it: certificates are refused when it is wrong.",
                situation -> {
                    TimeFacts.Offset offset = situation.fact(TimeFacts.OFFSET);
                    String seen = String.format(Locale.ROOT, "%+.1f s", offset.seconds());
                    return offset.isBeyond(MOST_OFF)
                            ? Finding.warn("against Ostler's clock: " + seen)
                            : Finding.pass("against Ostler's clock: " + offset.inWords());
                });
    }
}
