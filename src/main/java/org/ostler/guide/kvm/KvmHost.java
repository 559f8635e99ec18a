package org.ostler.guide.kvm;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ostler.facts.Facts;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Target;

/** "Installing KVM hosts": prepares Linux hosts, several at a time. */
public final class KvmHost {
    public static final String ID = "kvm-host";

    /** Hosts prepared at the same time. Smaller: a large cluster takes long. Larger: a mistake reaches more hosts. */
    private static final int WIDTH = 10;

    private KvmHost() {}

    public static Guide guide() {
        return new Guide(
                ID,
                1,
                "KVM host",
                "Prepares Linux hosts for KVM: libvirt that listens for CloudStack and for live migration.",
                Set.of("KVM"),
                KvmSettings.ALL,
                settings -> List.of(InstallAndConfigureLibvirt.chapter(settings)),
                List.of(),
                KvmHost::byName,
                WIDTH,
                List.of(),
                List.of());
    }

    private static Guide.Order byName(Map<Target, Facts> hosts) {
        List<Target> order = hosts.keySet().stream()
                .sorted(Comparator.comparing(Target::name))
                .toList();
        return new Guide.Order(order, Optional.empty(), Optional.empty());
    }
}
