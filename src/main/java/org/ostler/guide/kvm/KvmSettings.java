package org.ostler.guide.kvm;

import java.util.List;
import java.util.stream.Stream;
import org.ostler.guide.linux.LibvirtSettings;
import org.ostler.procedure.Setting;

/** What a person chooses before a KVM host is prepared: the settings of its chapters. */
final class KvmSettings {
    static final List<Setting> ALL = Stream.of(List.of(KvmHost.PARTS.setting()), LibvirtSettings.ALL)
            .flatMap(List::stream)
            .toList();

    private KvmSettings() {}
}
