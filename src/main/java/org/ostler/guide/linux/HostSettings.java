package org.ostler.guide.linux;

import java.util.List;
import org.ostler.procedure.Setting;

/** What a person chooses about a host's name and clock. */
public final class HostSettings {
    static final Setting DOMAIN = Setting.text("domain", "DNS domain of hosts that have no full name", "")
            .from("KVM-16")
            .optional();

    static final Setting TIME_SERVICE = Setting.choice(
                    "time-service", "Time service", "auto", "auto", "chrony", "ntp", "openntpd")
            .from("KVM-18");

    static final Setting TIME_SERVERS = Setting.text("time-servers", "Time servers, separated by commas", "")
            .from("KVM-18")
            .optional();

    public static final List<Setting> ALL = List.of(DOMAIN, TIME_SERVICE, TIME_SERVERS);

    private HostSettings() {}
}
