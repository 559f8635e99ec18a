package org.ostler.guide.kvm;

import java.util.List;
import org.ostler.procedure.Setting;

/** What a person chooses before a KVM host is prepared. */
final class KvmSettings {
    static final Setting TCP_PORT = Setting.of("tcp-port", Setting.Type.NUMBER, "TCP port of libvirtd", "16509")
            .from("KVM-22");

    static final List<Setting> ALL = List.of(TCP_PORT);

    private KvmSettings() {}
}
