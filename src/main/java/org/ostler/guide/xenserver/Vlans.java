package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ostler.facts.Fact;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/**
 * The VLANs that cloud-clean-vlan.sh is for. CloudStack labels its VLAN networks {@code VLAN…}; one is in use while a
 * guest's interface on it is attached.
 */
final class Vlans {
    static final Fact<?>[] FACTS = {XenFacts.VLANS, XenFacts.PIFS, XenFacts.NETWORKS, XenFacts.VIFS};

    private Vlans() {}

    /** Labels of CloudStack's networks that still have a VLAN and no guest on it. */
    static List<String> unused(Situation situation) {
        return ofNetworks(situation, true);
    }

    private static List<String> ofNetworks(Situation situation, boolean cloudStacks) {
        Map<String, String> networkOfPif = situation.fact(XenFacts.PIFS).stream()
                .collect(Collectors.toMap(XenPool.Interface::uuid, XenPool.Interface::network, (a, b) -> a));
        Map<String, String> label = situation.fact(XenFacts.NETWORKS).stream()
                .collect(Collectors.toMap(XenPool.Network::uuid, XenPool.Network::name, (a, b) -> a));
        Set<String> used = situation.fact(XenFacts.VIFS).stream()
                .filter(XenPool.GuestInterface::attached)
                .map(XenPool.GuestInterface::network)
                .collect(Collectors.toSet());
        return situation.fact(XenFacts.VLANS).stream()
                .map(vlan -> networkOfPif.getOrDefault(vlan.untagged(), ""))
                .filter(network -> !used.contains(network))
                .map(network -> label.getOrDefault(network, network))
                .filter(name -> name.startsWith("VLAN") == cloudStacks)
                .distinct()
                .sorted()
                .toList();
    }

    /** The script tries to destroy every VLAN, also those that are none of CloudStack's. */
    static Check othersAtRisk() {
        return new Check(
                "other-vlans",
                "there is no VLAN without guests that was not made by CloudStack",
                "The script removes VLANs that nothing uses, whoever made them: note them, make them again afterwards.",
                situation -> {
                    List<String> others = ofNetworks(situation, false);
                    return others.isEmpty()
                            ? Finding.pass("there is none")
                            : Finding.warn("the script may remove the VLANs of these networks: " + others);
                });
    }
}
