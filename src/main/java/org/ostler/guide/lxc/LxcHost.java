package org.ostler.guide.lxc;

import static org.ostler.guide.linux.Parts.part;

import java.util.List;
import java.util.Set;
import org.ostler.guide.linux.AddTheHost;
import org.ostler.guide.linux.ConfigureQemu;
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

/** "Installing LXC hosts": the chapters of KVM with what containers need besides. */
public final class LxcHost {
    public static final String ID = "lxc-host";

    /** Hosts prepared at the same time. Smaller: a large cluster takes long. Larger: a mistake reaches more hosts. */
    private static final int WIDTH = 10;

    /** In the manual's order. */
    static final Parts PARTS = new Parts(
            "LXC",
            List.of(
                    part("requirements", Requirements::ofTheCluster),
                    part("requirements", Requirements::lxc),
                    part("system", PrepareTheSystem::chapter),
                    part("agent", InstallTheAgent::ofLxc),
                    part("agent", ConfigureTheAgent::ofLxc),
                    part("libvirt", ConfigureQemu::chapter),
                    part("libvirt", InstallAndConfigureLibvirt::ofLxc),
                    part("security", ConfigureTheSecurityPolicies::chapter),
                    part("network", ConfigureTheNetwork::chapter),
                    part("firewall", OpenTheFirewall::chapter),
                    part("add-host", AddTheHost::ofLxc)));

    private LxcHost() {}

    public static Guide guide() {
        return new Guide(
                ID,
                1,
                "LXC host",
                "Prepares Linux hosts for containers, from the requirements to a host that is Up in CloudStack.",
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
