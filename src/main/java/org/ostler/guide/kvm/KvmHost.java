package org.ostler.guide.kvm;

import static org.ostler.guide.linux.Parts.part;

import java.util.List;
import java.util.Set;
import org.ostler.guide.linux.AddTheHost;
import org.ostler.guide.linux.ConfigureTheAgent;
import org.ostler.guide.linux.ConfigureTheNetwork;
import org.ostler.guide.linux.ConfigureTheSecurityPolicies;
import org.ostler.guide.linux.HostOrder;
import org.ostler.guide.linux.InstallAndConfigureLibvirt;
import org.ostler.guide.linux.InstallTheAgent;
import org.ostler.guide.linux.OpenTheFirewall;
import org.ostler.guide.linux.Parts;
import org.ostler.guide.linux.PrepareTheSystem;
import org.ostler.guide.linux.Requirements;
import org.ostler.procedure.Guide;

/** "Installing KVM hosts": prepares Linux hosts, several at a time. */
public final class KvmHost {
    public static final String ID = "kvm-host";

    /** Hosts prepared at the same time. Smaller: a large cluster takes long. Larger: a mistake reaches more hosts. */
    private static final int WIDTH = 10;

    /** In the manual's order. */
    static final Parts PARTS = new Parts(
            "KVM",
            List.of(
                    part("requirements", Requirements::ofTheCluster),
                    part("requirements", Requirements::kvm),
                    part("system", PrepareTheSystem::chapter),
                    part("libvirt", InstallAndConfigureLibvirt::ofKvm),
                    part("agent", InstallTheAgent::ofKvm),
                    part("agent", ConfigureTheAgent::ofKvm),
                    part("security", ConfigureTheSecurityPolicies::chapter),
                    part("network", ConfigureTheNetwork::chapter),
                    part("firewall", OpenTheFirewall::chapter),
                    part("add-host", AddTheHost::ofKvm)));

    private KvmHost() {}

    public static Guide guide() {
        return new Guide(
                ID,
                2,
                "KVM host",
                "Prepares Linux hosts for KVM, from the requirements to a host that is Up in CloudStack.",
                Set.of("KVM"),
                KvmSettings.ALL,
                PARTS::chapters,
                List.of(),
                HostOrder::byName,
                WIDTH,
                List.of(),
                List.of());
    }
}
