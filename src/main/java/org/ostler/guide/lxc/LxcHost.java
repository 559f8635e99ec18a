package org.ostler.guide.lxc;

import static org.ostler.guide.linux.Parts.part;

import java.util.List;
import java.util.Set;
import org.ostler.guide.linux.HostOrder;
import org.ostler.guide.linux.InstallAndConfigureLibvirt;
import org.ostler.guide.linux.Parts;
import org.ostler.procedure.Guide;

/** "Installing LXC hosts": the chapters of KVM with what containers need besides. */
public final class LxcHost {
    public static final String ID = "lxc-host";

    /** Hosts prepared at the same time. Smaller: a large cluster takes long. Larger: a mistake reaches more hosts. */
    private static final int WIDTH = 10;

    /** In the manual's order. */
    static final Parts PARTS = new Parts("LXC", List.of(part("libvirt", InstallAndConfigureLibvirt::chapter)));

    private LxcHost() {}

    public static Guide guide() {
        return new Guide(
                ID,
                1,
                "LXC host",
                "Prepares Linux hosts for containers: libvirt that listens for CloudStack.",
                Set.of("LXC"),
                LxcSettings.ALL,
                PARTS::chapters,
                List.of(),
                HostOrder::byName,
                WIDTH,
                List.of(),
                List.of());
    }
}
