package org.ostler.guide.xenserver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;

/** CloudStack's side of the step's cluster. */
final class Cloud {
    /**
     * The server itself polls its hosts for 200 s before it answers an unmanage call. Smaller: a call that is still
     * being worked on would be sent again. Larger: a lost answer is found out later.
     */
    static final Duration CLUSTER_LIMIT = Duration.ofMinutes(5);

    /**
     * A write to one database row, answered within a second. Smaller: a busy server looks like a lost answer. Larger: a
     * lost answer is found out later.
     */
    static final Duration WRITE_LIMIT = Duration.ofMinutes(1);

    private Cloud() {}

    /** @throws Fact.Unreadable when CloudStack has no cluster of this name */
    static CloudFacts.Cluster cluster(Situation situation) {
        String name = situation.cluster().orElse("");
        return situation.fact(CloudFacts.CLUSTERS).stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fact.Unreadable("CloudStack has no cluster named " + name));
    }

    static List<CloudFacts.CloudHost> hosts(Situation situation) {
        String cluster = cluster(situation).id();
        return situation.fact(CloudFacts.HOSTS).stream()
                .filter(host -> host.clusterId().equals(cluster))
                .toList();
    }

    static boolean isState(Situation situation, String state) {
        return situation
                .known(CloudFacts.CLUSTERS)
                .map(known -> cluster(situation).managedState().equals(state))
                .orElse(false);
    }

    static Action manage(Situation situation, String state) {
        return new Action.CallCloudStack(
                "updateCluster", Map.of("id", cluster(situation).id(), "managedstate", state), CLUSTER_LIMIT);
    }

    /** User VMs, projects' included. */
    static Stream<CloudFacts.Instance> userVms(Situation situation) {
        return Stream.concat(situation.fact(CloudFacts.VMS).stream(), situation.fact(CloudFacts.PROJECT_VMS).stream())
                .distinct();
    }

    /** User VMs, routers and system VMs that run on a host of this cluster. */
    static List<CloudFacts.Instance> instancesHere(Situation situation) {
        Set<String> here = hostIds(situation);
        return Stream.of(
                        userVms(situation),
                        situation.fact(CloudFacts.ROUTERS).stream(),
                        situation.fact(CloudFacts.PROJECT_ROUTERS).stream(),
                        situation.fact(CloudFacts.SYSTEM_VMS).stream())
                .flatMap(instances -> instances)
                .filter(instance -> instance.hostId().filter(here::contains).isPresent())
                .distinct()
                .toList();
    }

    static Set<String> hostIds(Situation situation) {
        return hosts(situation).stream().map(CloudFacts.CloudHost::id).collect(Collectors.toSet());
    }

    static boolean allUp(Situation situation) {
        return situation.known(CloudFacts.HOSTS).isPresent()
                && !hosts(situation).isEmpty()
                && hosts(situation).stream().allMatch(CloudFacts.CloudHost::isUp);
    }

    static String upProgress(Situation situation) {
        if (situation.known(CloudFacts.HOSTS).isEmpty()
                || situation.known(CloudFacts.CLUSTERS).isEmpty()) {
            return "CloudStack does not answer";
        }
        List<CloudFacts.CloudHost> hosts = hosts(situation);
        return hosts.stream().filter(CloudFacts.CloudHost::isUp).count() + " of " + hosts.size() + " hosts are Up"
                + hosts.stream()
                        .filter(host -> !host.isUp())
                        .map(host -> "; " + host.name() + " is " + host.state())
                        .collect(Collectors.joining());
    }
}
