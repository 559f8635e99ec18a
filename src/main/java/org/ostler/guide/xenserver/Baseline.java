package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/** What ran before the upgrade, and whether it still does. The run's notes are lines of {@code uuid name}. */
final class Baseline {
    static final String RUNNING = "running-vms";
    static final String TAGS = "host-tags";
    static final String STUCK = "vms-to-shut-down";

    static final Fact<?>[] CLOUD = {
        CloudFacts.CLUSTERS,
        CloudFacts.HOSTS,
        CloudFacts.VMS,
        CloudFacts.PROJECT_VMS,
        CloudFacts.ROUTERS,
        CloudFacts.PROJECT_ROUTERS,
        CloudFacts.SYSTEM_VMS
    };

    private Baseline() {}

    static String running(Situation situation) {
        return new PoolView(situation)
                .guests().stream()
                        .filter(XenPool.Guest::isRunning)
                        .map(guest -> guest.uuid() + " " + oneLine(guest.name()))
                        .collect(Collectors.joining("\n"));
    }

    static String tags(Situation situation) {
        return situation.fact(XenFacts.HOSTS).stream()
                .flatMap(host -> host.tags().stream().map(tag -> host.uuid() + " " + oneLine(tag)))
                .collect(Collectors.joining("\n"));
    }

    static String stuck(Situation situation) {
        return new PoolView(situation)
                .stuck().stream()
                        .map(each ->
                                each.guest().uuid() + " " + oneLine(each.guest().name()))
                        .collect(Collectors.joining("\n"));
    }

    /** Uuid → rest of the line. */
    static Map<String, String> lines(String note) {
        Map<String, String> lines = new LinkedHashMap<>();
        note.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                lines.put(line.substring(0, space), line.substring(space + 1));
            }
        });
        return lines;
    }

    static Map<String, String> noted(Situation situation, String note) {
        return lines(situation.recorded().getOrDefault(note, ""));
    }

    /** The guests that this run shut down on purpose, on whichever host. */
    private static Set<String> shutDown(Situation situation) {
        return situation.recorded().entrySet().stream()
                .filter(note -> note.getKey().equals(STUCK) || note.getKey().startsWith(STUCK + "@"))
                .flatMap(note -> lines(note.getValue()).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Named guests of the baseline that run no longer. */
    private static List<String> missing(Situation situation, Set<String> allowed) {
        Set<String> running = situation.fact(XenFacts.VMS).stream()
                .filter(XenPool.Guest::isRunning)
                .map(XenPool.Guest::uuid)
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        noted(situation, RUNNING).forEach((uuid, name) -> {
            if (!running.contains(uuid) && !allowed.contains(uuid)) {
                missing.add(name + " (" + uuid + ")");
            }
        });
        return missing;
    }

    /** Asked before every step on a host. Silence of xapi (a coordinator that restarts) does not stop the line. */
    static Check invariant() {
        return new Check(
                "baseline-runs",
                "every VM that ran before the upgrade runs, but for those shut down on purpose",
                "Start the VM (xe vm-start) or find out why it stopped, then retry.",
                situation -> {
                    if (situation.known(XenFacts.VMS).isEmpty()) {
                        return Finding.warn("xapi does not answer just now; looked at again before the next step");
                    }
                    return found(missing(situation, shutDown(situation)), situation);
                });
    }

    /** Asked when a host is done and at the end: nothing is excused any more. */
    static Check allRun() {
        return new Check(
                "baseline-runs-again",
                "every VM that ran before the upgrade runs",
                "Start the VM (xe vm-start) or find out why it stopped, then retry.",
                situation -> found(missing(situation, Set.of()), situation));
    }

    private static Finding found(List<String> missing, Situation situation) {
        return missing.isEmpty()
                ? Finding.pass(noted(situation, RUNNING).size() + " VMs of the baseline are accounted for")
                : Finding.fail("no longer running: " + String.join(", ", missing));
    }

    /** CloudStack's view joined with xapi's by instance name; only while the cluster is managed. */
    static Check sameView() {
        return new Check(
                "same-view",
                "CloudStack and xapi agree on which VMs run",
                "Let CloudStack finish its work, or look at the named VMs, before the cluster is unmanaged.",
                Baseline::compared);
    }

    private static Finding compared(Situation situation) {
        if (!Cloud.cluster(situation).managedState().equals("Managed")) {
            return Finding.pass("the cluster is not managed: only xapi counts");
        }
        Set<String> inXapi = situation.fact(XenFacts.VMS).stream()
                .filter(guest -> guest.isRunning() && !guest.controlDomain())
                .map(XenPool.Guest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inCloudStack = Cloud.instancesHere(situation).stream()
                .filter(CloudFacts.Instance::isRunning)
                .map(CloudFacts.Instance::instance)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> onlyXapi = new TreeSet<>(inXapi);
        onlyXapi.removeAll(inCloudStack);
        Set<String> onlyCloudStack = new TreeSet<>(inCloudStack);
        onlyCloudStack.removeAll(inXapi);
        return onlyXapi.isEmpty() && onlyCloudStack.isEmpty()
                ? Finding.pass(inXapi.size() + " VMs run, in CloudStack's view and in xapi's")
                : Finding.warn("running only in xapi: " + onlyXapi + "; only in CloudStack: " + onlyCloudStack);
    }

    private static String oneLine(String name) {
        return name.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
