package org.ostler.guide.lxc;

import java.util.List;
import java.util.stream.Stream;
import org.ostler.guide.linux.AddHostSettings;
import org.ostler.guide.linux.AgentSettings;
import org.ostler.guide.linux.FirewallSettings;
import org.ostler.guide.linux.GuardSettings;
import org.ostler.guide.linux.HostSettings;
import org.ostler.guide.linux.LibvirtSettings;
import org.ostler.guide.linux.RequirementSettings;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Setting;

/** What a person chooses before an LXC host is prepared: the settings of its chapters. */
final class LxcSettings {
    static final List<Setting> ALL = Stream.of(
                    List.of(LxcHost.PARTS.setting()),
                    RequirementSettings.ALL,
                    HostSettings.ALL,
                    LibvirtSettings.ALL,
                    AgentSettings.OF_LXC,
                    GuardSettings.ALL,
                    FirewallSettings.ALL,
                    AddHostSettings.ALL,
                    List.of(Guide.HOSTS_AT_ONCE))
            .flatMap(List::stream)
            .toList();

    private LxcSettings() {}
}
