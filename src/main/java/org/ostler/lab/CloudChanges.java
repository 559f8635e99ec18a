package org.ostler.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands that change something, but for jobs and managed states. */
final class CloudChanges {
    private final CloudState state;
    private final CloudViews views;
    private final Optional<AgentSetup> setup;

    CloudChanges(CloudState state, CloudViews views, Optional<AgentSetup> setup) {
        this.state = state;
        this.setup = setup;
        this.views = views;
    }

    Map<String, CloudLists.Command> commands() {
        return Map.of(
                "updateVirtualMachine", this::updateVirtualMachine,
                "updateHost", this::updateHost,
                "updateConfiguration", this::updateConfiguration,
                "addCluster", this::addCluster,
                "addHost", this::addHost);
    }

    /**
     * The scope of a setting, as {@code cluster:ID}.
     *
     * @throws CloudError when there are two
     */
    static Optional<String> scope(CloudRequest request) throws CloudError {
        List<String> scopes = Stream.of("zone", "cluster", "storage", "account")
                .flatMap(scope -> request.get(scope + "id").map(id -> scope + ":" + id).stream())
                .toList();
        if (scopes.size() > 1) {
            throw CloudError.value("cannot handle multiple IDs, provide only one ID corresponding to the scope");
        }
        return scopes.stream().findFirst();
    }

    private static ObjectNode named(String name, ObjectNode value) {
        return JsonNodeFactory.instance.objectNode().set(name, value);
    }

    private ObjectNode updateVirtualMachine(CloudRequest request) throws CloudError {
        String id = request.required("id");
        CloudState.Vm vm = state.vm(id)
                .filter(found -> found.kind == CloudState.Kind.USER)
                .orElseThrow(() -> request.unknownId("id"));
        Optional<String> osType = request.get("ostypeid");
        if (osType.isPresent()) {
            vm.osTypeId = state.osType(osType.get())
                    .orElseThrow(() -> request.unknownId("ostypeid"))
                    .id();
        }
        request.get("displayname").ifPresent(name -> vm.name = name);
        return named("virtualmachine", views.vm(vm));
    }

    private ObjectNode updateHost(CloudRequest request) throws CloudError {
        String id = request.required("id");
        CloudState.Host host = state.host(id).orElseThrow(() -> request.unknownId("id"));
        Optional<String> wanted = request.get("allocationstate");
        if (wanted.isPresent()) {
            host.resourceState = switch (wanted.get()) {
                case "Enable" -> "Enabled";
                case "Disable" -> "Disabled";
                default ->
                    throw CloudError.value(
                            "Invalid allocation state: " + wanted.get() + ", only Enable/Disable are allowed");
            };
        }
        return named("host", views.host(host, false));
    }

    private ObjectNode updateConfiguration(CloudRequest request) throws CloudError {
        String name = request.required("name");
        Optional<String> scope = scope(request);
        CloudState.Setting setting = state.settings.stream()
                .filter(known -> known.name.equals(name))
                .findFirst()
                .orElseThrow(() -> CloudError.value("Config parameter with name " + name + " doesn't exist"));
        String value = request.get("value").orElse("");
        check(setting, value);
        if (scope.isPresent()) {
            setting.scoped.put(scope.get(), value);
        } else {
            setting.value = value;
        }
        return named("configuration", views.setting(setting, scope));
    }

    private static void check(CloudState.Setting setting, String value) throws CloudError {
        String pattern =
                switch (setting.type) {
                    case "Number" -> "-?\\d{1,9}";
                    case "Decimal" -> "-?\\d+(\\.\\d+)?";
                    case "Boolean" -> "true|false";
                    default -> "(?s).*";
                };
        if (!value.matches(pattern)) {
            String type =
                    switch (setting.type) {
                        case "Number" -> "Integer";
                        case "Decimal" -> "Float";
                        default -> "Boolean";
                    };
            throw CloudError.value("Value [" + value + "] is not a valid [class java.lang." + type + "].");
        }
    }

    private ObjectNode addCluster(CloudRequest request) throws CloudError {
        String zone = request.required("zoneid");
        String pod = request.required("podid");
        String name = request.required("clustername");
        String hypervisor = request.required("hypervisor");
        request.required("clustertype");
        checkPlace(request, zone, pod);
        if (state.clusters.stream().anyMatch(cluster -> cluster.name.equals(name))) {
            throw new CloudError(
                    530,
                    4250,
                    "Unable to create cluster " + name + " in pod and data center with specified ids",
                    new CloudError.About(pod, "podId"),
                    new CloudError.About(zone, "dcId"));
        }
        boolean known = List.of("XenServer", "KVM", "VMware", "Hyperv", "LXC", "Simulator")
                .contains(hypervisor);
        return list("cluster", views.cluster(CloudSeed.cluster(state, name, known ? hypervisor : "None")));
    }

    private ObjectNode addHost(CloudRequest request) throws CloudError {
        String zone = request.required("zoneid");
        String pod = request.required("podid");
        request.required("hypervisor");
        String url = request.required("url");
        String user = request.required("username");
        String password = request.required("password");
        checkPlace(request, zone, pod);
        String clusterId = request.required("clusterid");
        CloudState.Cluster cluster = state.cluster(clusterId).orElseThrow(() -> request.unknownId("clusterid"));
        Optional<String> name = hostName(url);
        if (name.isEmpty() || state.hostNamed(name.get()).isPresent()) {
            throw CloudError.failed("Unable to add the host: Cannot find the server resources at " + url);
        }
        if (setup.isPresent() && List.of("KVM", "LXC").contains(cluster.hypervisor)) {
            CloudState.Host host = setup.get().add(name.get(), cluster, user, password, state);
            return list("host", views.host(host, false));
        }
        return list("host", views.host(CloudSeed.addHost(state, name.get(), cluster.id, ""), false));
    }

    private void checkPlace(CloudRequest request, String zone, String pod) throws CloudError {
        if (!zone.equals(state.zoneId)) {
            throw request.unknownId("zoneid");
        }
        if (!pod.equals(state.podId)) {
            throw request.unknownId("podid");
        }
    }

    private static Optional<String> hostName(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getHost()).filter(name -> !name.equals("127.0.0.1"));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static ObjectNode list(String key, ObjectNode item) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", 1);
        answer.putArray(key).add(item);
        return answer;
    }
}
