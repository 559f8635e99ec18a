package org.ostler.procedure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;

/**
 * All that a step may know when it decides: chosen settings, its target, the hosts of the plan in the order in which
 * the guide takes them, facts looked up just now, and what earlier steps of the run recorded on purpose.
 *
 * @param cluster the inventory's name of the cluster, which is also its name in CloudStack unless a setting says
 *     otherwise; empty when single hosts were chosen
 * @param hosts in the guide's order: the coordinator first
 * @param recorded by {@link Step#records}; empty while a plan is made
 */
public record Situation(
        Settings settings,
        Target target,
        Optional<String> cluster,
        List<HostInScope> hosts,
        Facts facts,
        Map<String, String> recorded) {

    /**
     * A host of the plan.
     *
     * @param outOfBand another way in, that does not need the host's own network (KVM-38)
     * @param managementServer the address of the zone's management server, as the inventory knows it
     */
    public record HostInScope(
            Target target, String address, Optional<String> outOfBand, Optional<String> managementServer) {
        public HostInScope {
            // Plans of before have none.
            outOfBand = outOfBand == null ? Optional.empty() : outOfBand;
            managementServer = managementServer == null ? Optional.empty() : managementServer;
        }

        public HostInScope(Target target, String address, Optional<String> outOfBand) {
            this(target, address, outOfBand, Optional.empty());
        }

        public HostInScope(Target target, String address) {
            this(target, address, Optional.empty());
        }
    }

    public Situation {
        hosts = List.copyOf(hosts);
        recorded = Map.copyOf(recorded);
    }

    /** The host that is worked on, as the inventory knows it. */
    public Optional<HostInScope> host() {
        return hosts.stream().filter(host -> host.target().equals(target)).findFirst();
    }

    /** @throws Fact.Unreadable when it is not known; the engine then shows the step as one that cannot be decided */
    public <T> T fact(Fact<T> fact) {
        return facts.get(fact);
    }

    public <T> Optional<T> known(Fact<T> fact) {
        return facts.find(fact);
    }

    public String text(Setting setting) {
        return settings.text(setting);
    }

    public Situation with(Facts fresh) {
        return new Situation(settings, target, cluster, hosts, fresh, recorded);
    }

    public Situation recording(Map<String, String> notes) {
        return new Situation(settings, target, cluster, hosts, facts, notes);
    }
}
