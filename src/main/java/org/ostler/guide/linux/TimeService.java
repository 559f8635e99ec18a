package org.ostler.guide.linux;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.facts.OsRelease;

/** The programs that keep a clock right. They exclude each other: two of them pull at one clock. */
enum TimeService {
    CHRONY("chrony"),
    NTP("ntp"),
    OPENNTPD("openntpd"),
    /** Comes with systemd, asks one server at a time; never chosen, but stopped when another one is. */
    TIMESYNCD("systemd-timesyncd");

    private final String plain;

    TimeService(String plain) {
        this.plain = plain;
    }

    /** All names under which systemd knows one of them. */
    static List<String> units() {
        return Stream.of("chronyd", "chrony", "ntpd", "ntp", "ntpsec", "openntpd", "systemd-timesyncd")
                .map(name -> name + ".service")
                .toList();
    }

    static Optional<TimeService> ofUnit(String unit) {
        return switch (unit.replaceFirst("\\.service$", "")) {
            case "chronyd", "chrony" -> Optional.of(CHRONY);
            case "ntpd", "ntp", "ntpsec" -> Optional.of(NTP);
            case "openntpd" -> Optional.of(OPENNTPD);
            case "systemd-timesyncd" -> Optional.of(TIMESYNCD);
            default -> Optional.empty();
        };
    }

    /** The manual's choice where it still is one: ntp on EL 6, openntpd on Ubuntu 12.04; chrony since. */
    static TimeService usual(OsRelease system) {
        if (system.family() == OsRelease.Family.RED_HAT) {
            return system.major() <= 6 ? NTP : CHRONY;
        }
        return system.id().equals("ubuntu") && system.major() < 16 ? OPENNTPD : CHRONY;
    }

    /** Debian 12 and Ubuntu 24.04 have another implementation under its own name. */
    private static boolean hasNtpSec(OsRelease system) {
        return system.family() == OsRelease.Family.DEBIAN
                && system.major() >= (system.id().equals("ubuntu") ? 24 : 12);
    }

    String packageName(OsRelease system) {
        return this == NTP && hasNtpSec(system) ? "ntpsec" : plain;
    }

    String unit(OsRelease system) {
        boolean redHat = system.family() == OsRelease.Family.RED_HAT;
        return switch (this) {
            case CHRONY -> redHat ? "chronyd" : "chrony";
            case NTP -> redHat ? "ntpd" : packageName(system);
            case OPENNTPD, TIMESYNCD -> plain;
        };
    }

    String file(OsRelease system) {
        boolean redHat = system.family() == OsRelease.Family.RED_HAT;
        return switch (this) {
            case CHRONY -> redHat ? "/etc/chrony.conf" : "/etc/chrony/chrony.conf";
            case NTP -> !redHat && hasNtpSec(system) ? "/etc/ntpsec/ntp.conf" : "/etc/ntp.conf";
            case OPENNTPD -> redHat ? "/etc/ntpd.conf" : "/etc/openntpd/ntpd.conf";
            case TIMESYNCD -> "/etc/systemd/timesyncd.conf";
        };
    }

    /** How its file names a server; openntpd knows no options. */
    String server(String name) {
        return this == OPENNTPD ? "server " + name : "server " + name + " iburst";
    }
}
