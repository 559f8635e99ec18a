package org.ostler.guide.linux;

import java.util.List;
import org.ostler.procedure.Setting;

/** What a person chooses about the host's firewall. */
public final class FirewallSettings {
    static final Setting FIREWALL = Setting.choice(
                    "firewall", "Firewall of the host", "auto", "auto", "iptables", "ufw", "firewalld", "none")
            .from("KVM-47");

    public static final List<Setting> ALL = List.of(FIREWALL);

    private FirewallSettings() {}
}
