package org.ostler.network;

import java.util.List;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;

/** What a person chooses of a host's network; the defaults are the manual's example (KVM-33). */
public final class NetworkSettings {
    public static final List<Setting> ALL = List.of();

    private NetworkSettings() {}

    /**
     * The network that these settings mean on this host: names, MACs and the present address are the host's own.
     *
     * @throws IllegalArgumentException never: what makes no sense becomes a {@link Problem}
     */
    public static HostNetwork network(Settings settings, Present present) {
        return new HostNetwork(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
