package org.ostler.guide.linux;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ostler.facts.CloudEstate;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** A host as CloudStack sees it, and the call that makes it one of CloudStack's (KVM-52). */
final class InCloudStack {
    /**
     * addHost sets the agent up over SSH before it answers, and waits for it in steps of 30 s. Smaller: a call that is
     * still being worked on would be sent again. Larger: a lost answer is found out later.
     */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    static final List<Fact<?>> FACTS = java.util.stream.Stream.concat(
                    HostName.FACTS.stream(), java.util.stream.Stream.of(CloudEstate.CLUSTERS, CloudFacts.HOSTS))
            .toList();

    private InCloudStack() {}

    private static Optional<CloudEstate.Cluster> cluster(Situation situation) {
        String name = situation.cluster().orElse("");
        return situation.fact(CloudEstate.CLUSTERS).stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst();
    }

    static Check hasCluster() {
        return new Check(
                "cloudstack-cluster",
                "CloudStack has a cluster of this name",
                "Add the cluster to CloudStack, with the name that it has in the inventory.",
                situation -> cluster(situation)
                        .map(found -> Finding.pass("cluster " + found.name() + ", " + found.hypervisor()))
                        .orElseGet(() -> Finding.fail("CloudStack has no cluster named "
                                + situation.cluster().orElse("(none chosen)"))));
    }

    /** By address, or by name where CloudStack calls it by its short one. */
    static Optional<CloudFacts.CloudHost> host(Situation situation) {
        List<String> addresses = HostName.addresses(situation);
        String name = situation.target().name();
        return situation.fact(CloudFacts.HOSTS).stream()
                .filter(host -> addresses.contains(host.address())
                        || brief(host.name()).equals(brief(name))
                        || brief(host.name()).equals(brief(HostName.resolved(situation))))
                .findFirst();
    }

    private static String brief(String name) {
        return name.replaceFirst("\\..*", "").toLowerCase(Locale.ROOT);
    }

    static boolean isThere(Situation situation) {
        return host(situation).isPresent();
    }

    static boolean isUp(Situation situation) {
        return host(situation).filter(CloudFacts.CloudHost::isUp).isPresent();
    }

    static String progress(Situation situation) {
        return host(situation)
                .map(host -> "CloudStack says " + host.state())
                .orElse("CloudStack does not have the host yet");
    }

    static List<Action> add(Situation situation, Settings settings) {
        CloudEstate.Cluster cluster =
                cluster(situation).orElseThrow(() -> new Fact.Unreadable("CloudStack does not have the cluster"));
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "zoneid", cluster.zone(),
                "podid", cluster.pod(),
                "clusterid", cluster.id(),
                "hypervisor", cluster.hypervisor(),
                "url", "http://" + address(situation)));
        return List.of(new Action.CallCloudStack("addHost", parameters, LIMIT)
                .withLogin(settings.given(AddHostSettings.CREDENTIAL).orElse(Action.CallCloudStack.HOSTS_OWN)));
    }

    /** The inventory's address; where that only leads through a tunnel of this machine, the host's own name. */
    private static String address(Situation situation) {
        return situation.hosts().stream()
                .filter(host -> host.target().id().equals(situation.target().id()))
                .map(Situation.HostInScope::address)
                .filter(address ->
                        !address.startsWith("127.") && !address.equals("localhost") && !address.equals("::1"))
                .findFirst()
                .orElseGet(() -> HostName.resolved(situation));
    }
}
