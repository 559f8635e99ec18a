package org.ostler.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Managed states of clusters, maintenance of hosts and the jobs of that. What takes time is kept as an instant in the
 * state and settled when somebody looks, so that a restarted lab goes on where it was.
 */
final class CloudMaintenance {
    /** How long a real server needs until it has let go of a cluster's hosts (4.21: 5 s; its limit is 200 s). */
    private static final Duration LETTING_GO = Duration.ofSeconds(5);

    /** The first host was Up 15 s after {@code managedstate=Managed}, the last of a cluster up to 85 s. */
    private static final Duration FIRST_UP = Duration.ofSeconds(15);

    private static final Duration NEXT_UP = Duration.ofSeconds(30);

    private static final Duration JOB = Duration.ofSeconds(2);

    private static final String COMMANDS = "org.apache.cloudstack.api.command.admin.host.";

    private final CloudState state;
    private final CloudViews views;
    private final PoolView pool;
    private final LabClock clock;

    CloudMaintenance(CloudState state, CloudViews views, PoolView pool, LabClock clock) {
        this.state = state;
        this.views = views;
        this.pool = pool;
        this.clock = clock;
    }

    Map<String, CloudLists.Command> commands() {
        return Map.of(
                "prepareHostForMaintenance", this::prepareHost,
                "cancelHostMaintenance", this::cancelHost,
                "queryAsyncJobResult", this::job);
    }

    private long now() {
        return clock.now().toEpochMilli();
    }

    private long after(Duration real) {
        return now() + clock.shortened(real).toMillis();
    }

    /** Everything whose time has come; called with the state's monitor held, before each answer. */
    void settle() {
        for (CloudState.Job job : state.jobs) {
            if (job.status == 0 && now() >= job.doneAt) {
                job.status = job.result.has("errortext") ? 2 : 1;
            }
        }
        for (CloudState.Host host : state.hosts) {
            if (host.resourceState.equals("PrepareForMaintenance") && now() >= host.maintenanceAt) {
                host.resourceState = "Maintenance";
            }
        }
        for (CloudState.Cluster cluster : state.clusters) {
            List<CloudState.Host> hosts = state.hostsOf(cluster);
            boolean connected = hosts.stream().noneMatch(host -> host.disconnected || now() < host.upAt);
            if (cluster.managedState.equals("Managed") && connected) {
                look(cluster, hosts);
            }
        }
    }

    /** What the agents of a connected cluster report: versions, and where the guests are. */
    private void look(CloudState.Cluster cluster, List<CloudState.Host> hosts) {
        for (CloudState.Host host : hosts) {
            if (pool.reachable(host.name)) {
                pool.version(host.name).ifPresent(version -> host.version = version);
                if (!host.setUp) {
                    host.setUp = true;
                    pool.setUp(host.name);
                }
            }
        }
        List<PoolView.Guest> guests = pool.guests();
        for (CloudState.Vm vm : state.vms) {
            if (vm.clusterId.equals(cluster.id)) {
                Optional<String> host = guests.stream()
                        .filter(guest -> guest.label().equals(vm.instanceName))
                        .findFirst()
                        .flatMap(PoolView.Guest::host);
                vm.state = host.isPresent() ? "Running" : "Stopped";
                vm.hostName = host.orElse("");
            }
        }
    }

    /** After a restart of the lab: a cluster in between is let go of, as nobody waits for it any more. */
    void resume() {
        for (CloudState.Cluster cluster : state.clusters) {
            if (cluster.managedState.equals("PrepareUnmanaged")) {
                letGo(cluster);
            }
        }
    }

    /** Synchronous, and does not hold the state's monitor while it waits. */
    ObjectNode updateCluster(CloudRequest request) throws CloudError, InterruptedException {
        CloudState.Cluster cluster;
        synchronized (state) {
            String id = request.required("id");
            cluster = state.cluster(id).orElseThrow(() -> request.unknownId("id"));
            Optional<String> allocation = request.get("allocationstate");
            if (allocation.isPresent()) {
                if (!List.of("Enabled", "Disabled").contains(allocation.get())) {
                    throw CloudError.value(
                            "Unable to resolve Allocation State '" + allocation.get() + "' to a supported state");
                }
                cluster.allocationState = allocation.get();
            }
        }
        Optional<String> managed = request.get("managedstate");
        if (managed.isPresent()) {
            switch (managed.get()) {
                case "Managed" -> manage(cluster);
                case "Unmanaged" -> unmanage(cluster);
                default ->
                    throw CloudError.value(
                            "Unable to resolve Managed State '" + managed.get() + "' to a supported state");
            }
        }
        synchronized (state) {
            return JsonNodeFactory.instance.objectNode().set("cluster", views.cluster(cluster));
        }
    }

    private void manage(CloudState.Cluster cluster) {
        synchronized (state) {
            if (cluster.managedState.equals("Managed")) {
                return;
            }
            cluster.managedState = "Managed";
            Duration wait = FIRST_UP;
            for (CloudState.Host host : state.hostsOf(cluster)) {
                host.disconnected = false;
                host.setUp = false;
                host.upAt = after(wait);
                wait = wait.plus(NEXT_UP);
            }
        }
    }

    private void unmanage(CloudState.Cluster cluster) throws InterruptedException {
        synchronized (state) {
            if (cluster.managedState.equals("Unmanaged")) {
                return;
            }
            settle();
            cluster.managedState = "PrepareUnmanaged";
        }
        clock.pause(LETTING_GO);
        synchronized (state) {
            if (cluster.managedState.equals("PrepareUnmanaged")) {
                letGo(cluster);
            }
        }
    }

    private void letGo(CloudState.Cluster cluster) {
        state.hostsOf(cluster).forEach(host -> host.disconnected = true);
        cluster.managedState = "Unmanaged";
    }

    private ObjectNode prepareHost(CloudRequest request) throws CloudError {
        CloudState.Host host = host(request);
        Optional<String> refusal = refusalOfMaintenance(host);
        if (refusal.isEmpty()) {
            host.resourceState = "PrepareForMaintenance";
            host.maintenanceAt = after(JOB.plus(JOB));
        }
        return start("PrepareForHostMaintenanceCmd", host, refusal);
    }

    private Optional<String> refusalOfMaintenance(CloudState.Host host) {
        String failed = "Failed to prepare host for maintenance due to: ";
        CloudState.Cluster cluster = state.cluster(host.clusterId).orElseThrow();
        if (!cluster.managedState.equals("Managed")) {
            return Optional.of(failed + "Unable to prepare for maintenance host " + named(host));
        }
        if (!host.resourceState.equals("Enabled")) {
            return Optional.of(failed + "Host is already in state " + host.resourceState
                    + ". Cannot recall for maintenance until resolved.");
        }
        boolean another = state.hostsOf(cluster).stream()
                .anyMatch(other ->
                        List.of("PrepareForMaintenance", "ErrorInMaintenance").contains(other.resourceState));
        return another
                ? Optional.of(failed
                        + "There are other servers in PrepareForMaintenance OR ErrorInMaintenance STATUS in cluster "
                        + cluster.id)
                : Optional.empty();
    }

    private ObjectNode cancelHost(CloudRequest request) throws CloudError {
        CloudState.Host host = host(request);
        if (List.of("Maintenance", "PrepareForMaintenance", "ErrorInMaintenance")
                .contains(host.resourceState)) {
            host.resourceState = "Enabled";
            return start("CancelHostMaintenanceCmd", host, Optional.empty());
        }
        return start(
                "CancelHostMaintenanceCmd",
                host,
                Optional.of("Cannot perform cancelMaintenance when resource state is " + host.resourceState + ", host: "
                        + named(host)));
    }

    private static String named(CloudState.Host host) {
        return "Host {\"id\":" + host.number + ",\"name\":\"" + host.name + "\",\"type\":\"Routing\",\"uuid\":\""
                + host.id + "\"}";
    }

    private CloudState.Host host(CloudRequest request) throws CloudError {
        String id = request.required("id");
        return state.host(id).orElseThrow(() -> request.unknownId("id"));
    }

    private ObjectNode start(String command, CloudState.Host host, Optional<String> failure) {
        CloudState.Job job = new CloudState.Job();
        job.id = UUID.randomUUID().toString();
        job.command = COMMANDS + command;
        job.instanceId = host.id;
        job.created = now();
        job.doneAt = after(JOB);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (failure.isPresent()) {
            result.put("errorcode", 530).put("errortext", failure.get());
        } else {
            result.set("host", views.host(host, false));
        }
        job.result = result;
        state.jobs.add(job);
        return JsonNodeFactory.instance.objectNode().put("jobid", job.id);
    }

    private ObjectNode job(CloudRequest request) throws CloudError {
        String id = request.required("jobid");
        return views.job(state.jobs.stream()
                .filter(job -> job.id.equals(id))
                .findFirst()
                .orElseThrow(() -> request.unknownId("jobid")));
    }
}
