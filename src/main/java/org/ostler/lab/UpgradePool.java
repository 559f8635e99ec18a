package org.ostler.lab;

import static org.ostler.lab.OstlerCalls.demand;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The pool that is upgraded, as the technician in front of it sees it; found by the inventory's out-of-band addresses. */
final class UpgradePool {
    private final OstlerCalls calls;
    private final Map<String, String> technicians = new LinkedHashMap<>();
    private final String cluster;
    private final String lab;

    UpgradePool(OstlerCalls calls, Optional<String> wanted) {
        this.calls = calls;
        JsonNode found = find(calls.get("/api/inventory"), wanted)
                .orElseThrow(
                        () -> new OstlerCalls.Broken("the inventory has no XenServer cluster " + wanted.orElse("")));
        cluster = found.path("name").asText();
        for (JsonNode host : found.path("hosts")) {
            String url = host.path("outOfBand").asText();
            demand(
                    url.startsWith("http") && url.contains("/hosts/"),
                    host.path("name").asText() + " has no technician as its out-of-band address");
            technicians.put(host.path("name").asText(), url);
        }
        demand(!technicians.isEmpty(), "the cluster " + cluster + " has no hosts");
        String first = technicians.values().iterator().next();
        lab = first.substring(0, first.lastIndexOf("/hosts/"));
    }

    private static Optional<JsonNode> find(JsonNode inventory, Optional<String> wanted) {
        for (JsonNode zone : inventory.path("zones")) {
            for (JsonNode pod : zone.path("pods")) {
                for (JsonNode cluster : pod.path("clusters")) {
                    boolean named =
                            wanted.map(cluster.path("name").asText()::equals).orElse(true);
                    if (named && cluster.path("hypervisor").asText().equals("XENSERVER")) {
                        return Optional.of(cluster);
                    }
                }
            }
        }
        return Optional.empty();
    }

    String cluster() {
        return cluster;
    }

    Set<String> hosts() {
        return technicians.keySet();
    }

    XenVersion scenarioTo() {
        return XenVersion.of(calls.look(lab + "/hosts").path("scenarioTo").asText());
    }

    /** What they run before anything was done. */
    XenVersion version() {
        return XenVersion.of(
                technician(hosts().iterator().next()).path("version").asText());
    }

    JsonNode technician(String host) {
        return calls.look(technicians.get(host));
    }

    void order(String host, String what, Map<String, Object> order) {
        calls.order(technicians.get(host) + "/" + what, order);
    }

    Set<String> runningVms() {
        Set<String> running = new TreeSet<>();
        for (String host : hosts()) {
            for (JsonNode vm : technician(host).path("vms")) {
                if (vm.path("state").asText().equals("running")) {
                    running.add(vm.path("name").asText());
                }
            }
        }
        return running;
    }

    /** Ostler, the technician and CloudStack agree that every host runs it, and no VM was lost. */
    void demandUpgraded(XenVersion to, Set<String> before) {
        JsonNode looked = calls.post("/api/facts", Map.of("cluster", cluster, "hosts", List.of()));
        for (JsonNode host : looked.path("hosts")) {
            demand(
                    host.toString().contains("PRODUCT_VERSION='" + to.product() + "'"),
                    host.path("name").asText() + " does not say to Ostler that it runs " + to.product());
        }
        for (String host : hosts()) {
            JsonNode seen = technician(host);
            String version = seen.path("version").asText();
            demand(version.equals(to.product()), host + " runs " + version);
            demand(
                    seen.path("power").asText().equals("on"),
                    host + " is " + seen.path("power").asText());
        }
        Set<String> lost = new TreeSet<>(before);
        lost.removeAll(runningVms());
        demand(lost.isEmpty(), "these VMs ran before and do not run now: " + lost);
        String managed = calls.look(lab + "/api/state")
                .path("cloudstack")
                .path("clusters")
                .path(cluster)
                .asText();
        demand(managed.equals("Managed"), "CloudStack says that the cluster is " + managed);
    }
}
