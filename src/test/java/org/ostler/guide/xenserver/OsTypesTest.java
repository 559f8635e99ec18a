package org.ostler.guide.xenserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Facts;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;

/** Two clusters, four VMs with an old type: on a host of this cluster, on one of the other, stopped, and in a project. */
class OsTypesTest {
    private static final String OLD = "CentOS 5.6 (64-bit)";

    private static String vm(String id, String hostId) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + id + "-name\",\"instancename\":\"i-" + id
                + "\",\"hypervisor\":\"XenServer\",\"guestosid\":\"t1\""
                + (hostId.isEmpty() ? "" : ",\"hostid\":\"" + hostId + "\"") + "}";
    }

    private static Situation cloud(String from, String to) {
        return new Situation(
                new Settings(Map.of("from-version", from, "to-version", to)),
                new Target(Target.Kind.CLOUDSTACK, new UUID(1, 1), "CloudStack"),
                Optional.of("ours"),
                List.of(),
                Facts.none()
                        .with(
                                CloudFacts.CLUSTERS,
                                Answer.of("{\"cluster\":[{\"id\":\"c1\",\"name\":\"ours\"},{\"id\":\"c2\",\"name\":"
                                        + "\"theirs\"}]}"))
                        .with(
                                CloudFacts.HOSTS,
                                Answer.of(
                                        "{\"host\":[{\"id\":\"h1\",\"clusterid\":\"c1\"},{\"id\":\"h2\",\"clusterid\":"
                                                + "\"c2\"}]}"))
                        .with(
                                CloudFacts.OS_TYPES,
                                Answer.of("{\"ostype\":[{\"id\":\"t1\",\"description\":\"" + OLD
                                        + "\"},{\"id\":\"t2\",\"description\":\"Other Linux (64-bit)\"}]}"))
                        .with(
                                CloudFacts.VMS,
                                Answer.of("{\"virtualmachine\":[" + vm("here", "h1") + "," + vm("elsewhere", "h2") + ","
                                        + vm("stopped", "") + "]}"))
                        .with(CloudFacts.PROJECT_VMS, Answer.of("{\"virtualmachine\":[" + vm("project", "h1") + "]}")),
                Map.of());
    }

    @Test
    void changesVmsOnTheHostsOfThisClusterOnly() {
        Situation situation = cloud("5.6 SP2", "6.0.2");
        assertEquals(
                List.of("here", "project"),
                OsTypes.toChange(situation).stream().map(Step.Element::key).toList());
        Action stopped = new Action.CallCloudStack(
                "updateVirtualMachine", Map.of("id", "stopped", "ostypeid", "t2"), Cloud.WRITE_LIMIT);
        Action here = new Action.CallCloudStack(
                "updateVirtualMachine", Map.of("id", "here", "ostypeid", "t2"), Cloud.WRITE_LIMIT);
        assertTrue(OsTypes.isAllowed(situation, here));
        assertFalse(OsTypes.isAllowed(situation, stopped));
    }

    @Test
    void namesTheVmsThatItChangesAndTheStoppedOnesThatItLeavesAlone() {
        Situation situation = cloud("5.6 SP2", "6.0.2");
        String changed = OsTypes.pair().look().apply(situation).seen();
        assertTrue(changed.contains("here-name (i-here): " + OLD + " to Other Linux (64-bit)"), changed);
        assertFalse(changed.contains("stopped-name") || changed.contains("elsewhere-name"), changed);
        Check.Finding left = OsTypes.stopped().look().apply(situation);
        assertEquals(Check.Verdict.WARN, left.verdict());
        assertTrue(left.seen().contains("stopped-name") && !left.seen().contains("here-name"), left.seen());
    }

    @Test
    void saysThatAPairChangesNothing() {
        Situation situation = cloud("6.0.2", "6.2.0");
        assertEquals(List.of(), OsTypes.toChange(situation));
        assertTrue(OsTypes.pair().look().apply(situation).seen().contains("nothing to do"));
        assertEquals(
                Check.Verdict.PASS, OsTypes.stopped().look().apply(situation).verdict());
    }
}
