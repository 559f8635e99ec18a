package org.ostler.guide.linux;

import java.util.List;
import java.util.stream.Stream;
import org.ostler.network.NetworkSettings;
import org.ostler.procedure.Setting;

/** What a person chooses about changing a host's network. */
public final class GuardSettings {
    static final String AS_IT_IS = "as-it-is";
    static final String CONFIGURE = "configure";

    /** By default only looked at: whoever has bridges already does not want them made anew by a guide for the agent. */
    static final Setting NETWORK = Setting.choice("network", "The hosts' network", AS_IT_IS, AS_IT_IS, CONFIGURE)
            .from("KVM-31");

    static final Setting SECONDS = Setting.of(
                    "guard-seconds",
                    Setting.Type.NUMBER,
                    "Seconds until a host takes a changed network back that nobody keeps",
                    "120")
            .from("KVM-38");

    /** Where agents reach the management server; a host that cannot any more is lost for CloudStack. */
    static final Setting MANAGEMENT_PORT = Setting.of(
                    "management-port",
                    Setting.Type.NUMBER,
                    "Port of the management server that must answer before a changed network is kept (empty: not asked)",
                    "8250")
            .from("KVM-38")
            .optional();

    static final Setting PROBES = Setting.text(
                    "network-probes",
                    "Must answer too before a changed network is kept: addresses or address:port, with commas",
                    "")
            .optional();

    static final Setting RESTART = Setting.flag(
                    "restart-after-network", "Restart hosts to verify their changed network", false)
            .from("KVM-37");

    static final Setting BLOCK_BRIDGE = Setting.flag(
                    "block-bridge-module", "Open vSwitch: keep the kernel's bridge module away", false)
            .from("KVM-41");

    public static final List<Setting> ALL = Stream.concat(
                    Stream.of(NETWORK, SECONDS, MANAGEMENT_PORT, PROBES, RESTART, BLOCK_BRIDGE),
                    NetworkSettings.ALL.stream())
            .toList();

    private GuardSettings() {}
}
