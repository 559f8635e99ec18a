package org.ostler.guide.linux;

import java.util.List;
import org.ostler.procedure.Setting;

/** What a person chooses about libvirt. */
public final class LibvirtSettings {
    static final Setting TCP_PORT = Setting.of("tcp-port", Setting.Type.NUMBER, "TCP port of libvirtd", "16509")
            .from("KVM-22");

    public static final List<Setting> ALL = List.of(TCP_PORT);

    private LibvirtSettings() {}
}
