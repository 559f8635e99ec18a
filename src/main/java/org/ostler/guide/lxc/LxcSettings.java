package org.ostler.guide.lxc;

import java.util.List;
import java.util.stream.Stream;
import org.ostler.guide.linux.LibvirtSettings;
import org.ostler.procedure.Setting;

/** What a person chooses before an LXC host is prepared: the settings of its chapters. */
final class LxcSettings {
    static final List<Setting> ALL = Stream.of(List.of(LxcHost.PARTS.setting()), LibvirtSettings.ALL)
            .flatMap(List::stream)
            .toList();

    private LxcSettings() {}
}
