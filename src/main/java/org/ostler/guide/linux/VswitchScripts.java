package org.ostler.guide.linux;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.network.Backend;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/**
 * KVM-42: the scripts by which a host's own network start knows Open vSwitch. Without them its files are read at boot as
 * if they named kernel bridges, and the host comes up without a network.
 */
final class VswitchScripts {
    private static final Map<Backend, List<String>> SCRIPTS = Map.of(
            Backend.IFCFG,
            List.of("/etc/sysconfig/network-scripts/ifup-ovs", "/etc/sysconfig/network-scripts/ifdown-ovs"),
            Backend.INTERFACES,
            List.of("/etc/network/if-pre-up.d/openvswitch", "/etc/network/if-post-down.d/openvswitch"));

    static final List<Fact<?>> FACTS = Stream.of(Backend.IFCFG, Backend.INTERFACES)
            .flatMap(backend -> SCRIPTS.get(backend).stream())
            .<Fact<?>>map(LinuxFacts::executable)
            .toList();

    private VswitchScripts() {}

    /** @param wanted whether the guide is to write the network, which would then not come up */
    static Finding found(Situation situation, Optional<Backend> backend, boolean wanted) {
        List<String> scripts = backend.map(SCRIPTS::get).orElse(List.of());
        if (scripts.isEmpty()) {
            return Finding.pass("this system's network files need no scripts of Open vSwitch");
        }
        List<String> missing = scripts.stream()
                .filter(script -> !situation.fact(LinuxFacts.executable(script)))
                .toList();
        if (missing.isEmpty()) {
            return Finding.pass("there: " + String.join(", ", scripts));
        }
        String seen = "not there: " + String.join(", ", missing);
        return wanted ? Finding.fail(seen) : Finding.warn(seen);
    }
}
