package org.ostler.facts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What CloudStack says of clusters, hosts and virtual machines. Machines of projects are listed by calls of their own
 * ({@code projectid=-1}): without it they are simply missing from the answer.
 */
public final class CloudFacts {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param managedState Managed, PrepareUnmanaged, Unmanaged, PrepareUnmanagedError */
    public record Cluster(String id, String name, String managedState) {}

    /** @param state Up, Disconnected, Alert, Down … */
    public record CloudHost(
            String id, String name, String address, String clusterId, String state, String resourceState) {
        public boolean isUp() {
            return state.equals("Up");
        }
    }

    /**
     * A user VM, router or system VM.
     *
     * @param instance its name in the hypervisor, which joins it with what xapi says
     * @param hostId empty when it runs nowhere
     * @param osType id, empty for routers and system VMs
     */
    public record Instance(
            String id,
            String name,
            String instance,
            String state,
            Optional<String> hostId,
            String hypervisor,
            Optional<String> osType) {
        public boolean isRunning() {
            return state.equals("Running");
        }
    }

    public record Template(String id, String name, String osTypeName) {}

    public static final Fact<List<Cluster>> CLUSTERS = Fact.ofCloudStack(
            "clusters",
            "listClusters",
            Map.of(),
            answer -> list(
                    answer,
                    "cluster",
                    node -> new Cluster(text(node, "id"), text(node, "name"), text(node, "managedstate"))));

    public static final Fact<List<CloudHost>> HOSTS = Fact.ofCloudStack(
            "hosts", "listHosts", Map.of("type", "Routing"), answer -> list(answer, "host", CloudFacts::host));

    /** Id → description. */
    public static final Fact<Map<String, String>> OS_TYPES =
            Fact.ofCloudStack("os-types", "listOsTypes", Map.of(), CloudFacts::osTypes);

    public static final Fact<List<Instance>> VMS = Fact.ofCloudStack(
            "vms",
            "listVirtualMachines",
            Map.of("listall", "true"),
            answer -> list(answer, "virtualmachine", CloudFacts::userVm));

    public static final Fact<List<Instance>> PROJECT_VMS = Fact.ofCloudStack(
            "project-vms",
            "listVirtualMachines",
            Map.of("listall", "true", "projectid", "-1"),
            answer -> list(answer, "virtualmachine", CloudFacts::userVm));

    public static final Fact<List<Instance>> ROUTERS = Fact.ofCloudStack(
            "routers",
            "listRouters",
            Map.of("listall", "true"),
            answer -> list(answer, "router", CloudFacts::systemVm));

    public static final Fact<List<Instance>> PROJECT_ROUTERS = Fact.ofCloudStack(
            "project-routers",
            "listRouters",
            Map.of("listall", "true", "projectid", "-1"),
            answer -> list(answer, "router", CloudFacts::systemVm));

    public static final Fact<List<Instance>> SYSTEM_VMS = Fact.ofCloudStack(
            "system-vms", "listSystemVms", Map.of(), answer -> list(answer, "systemvm", CloudFacts::systemVm));

    public static final Fact<List<Template>> TEMPLATES = Fact.ofCloudStack(
            "xenserver-templates",
            "listTemplates",
            Map.of("templatefilter", "all", "listall", "true", "hypervisor", "XenServer"),
            answer -> list(
                    answer,
                    "template",
                    node -> new Template(text(node, "id"), text(node, "name"), text(node, "ostypename"))));

    private CloudFacts() {}

    private static CloudHost host(JsonNode node) {
        return new CloudHost(
                text(node, "id"),
                text(node, "name"),
                text(node, "ipaddress"),
                text(node, "clusterid"),
                text(node, "state"),
                text(node, "resourcestate"));
    }

    /** The type's id is called guestosid by old servers and ostypeid by new ones. */
    private static Instance userVm(JsonNode node) {
        return new Instance(
                text(node, "id"),
                text(node, "name"),
                text(node, "instancename"),
                text(node, "state"),
                some(node, "hostid"),
                text(node, "hypervisor"),
                Stream.of(some(node, "ostypeid"), some(node, "guestosid"))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Instance systemVm(JsonNode node) {
        return new Instance(
                text(node, "id"),
                text(node, "name"),
                text(node, "name"),
                text(node, "state"),
                some(node, "hostid"),
                text(node, "hypervisor"),
                Optional.empty());
    }

    private static Map<String, String> osTypes(Answer answer) {
        Map<String, String> types = new LinkedHashMap<>();
        list(answer, "ostype", node -> types.put(text(node, "id"), text(node, "description")));
        return types;
    }

    static <T> List<T> list(Answer answer, String key, Function<JsonNode, T> reader) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("CloudStack answered " + answer.exit() + ": " + answer.err());
        }
        try {
            List<T> elements = new ArrayList<>();
            for (JsonNode node : JSON.readTree(answer.out()).path(key)) {
                elements.add(reader.apply(node));
            }
            return elements;
        } catch (JsonProcessingException noJson) {
            throw new Fact.Unreadable("CloudStack's answer is no JSON: " + noJson.getOriginalMessage());
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static Optional<String> some(JsonNode node, String field) {
        return Optional.of(text(node, field)).filter(value -> !value.isEmpty());
    }
}
