package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The list commands. An empty list is an empty object; a page's count is the count of all. */
final class CloudLists {
    private final CloudState state;
    private final CloudViews views;

    CloudLists(CloudState state, CloudViews views) {
        this.state = state;
        this.views = views;
    }

    /** A command that only reads. */
    @FunctionalInterface
    interface Command {
        ObjectNode answer(CloudRequest request) throws CloudError;
    }

    Map<String, Command> commands() {
        return Map.ofEntries(
                Map.entry("listZones", this::zones),
                Map.entry("listPods", this::pods),
                Map.entry("listClusters", this::clusters),
                Map.entry("listHosts", this::hosts),
                Map.entry("listVirtualMachines", this::virtualMachines),
                Map.entry("listRouters", request -> inOwnList(request, "router", CloudState.Kind.ROUTER)),
                Map.entry("listSystemVms", this::systemVms),
                Map.entry("listTemplates", this::templates),
                Map.entry("listOsTypes", this::osTypes),
                Map.entry("listConfigurations", this::configurations),
                Map.entry("listStoragePools", this::storagePools),
                Map.entry("listProjects", this::projects));
    }

    private ObjectNode zones(CloudRequest request) throws CloudError {
        known(request, "id", state.zoneId::equals);
        boolean wanted = request.allows("name", state.zoneName) && request.allowsKeyword(state.zoneName);
        return list(request, "zone", wanted ? List.of(views.zone()) : List.of());
    }

    private ObjectNode pods(CloudRequest request) throws CloudError {
        known(request, "id", state.podId::equals);
        known(request, "zoneid", state.zoneId::equals);
        boolean wanted = request.allows("name", state.podName) && request.allowsKeyword(state.podName);
        return list(request, "pod", wanted ? List.of(views.pod()) : List.of());
    }

    private ObjectNode clusters(CloudRequest request) throws CloudError {
        known(request, "id", id -> state.cluster(id).isPresent());
        known(request, "zoneid", state.zoneId::equals);
        known(request, "podid", state.podId::equals);
        List<ObjectNode> found = state.clusters.stream()
                .filter(cluster -> request.allows("id", cluster.id)
                        && request.allows("name", cluster.name)
                        && request.allows("hypervisor", cluster.hypervisor)
                        && request.allows("managedstate", cluster.managedState)
                        && request.allowsKeyword(cluster.name))
                .map(views::cluster)
                .toList();
        return list(request, "cluster", found);
    }

    private ObjectNode hosts(CloudRequest request) throws CloudError {
        known(request, "id", id -> state.host(id).isPresent());
        known(request, "clusterid", id -> state.cluster(id).isPresent());
        known(request, "podid", state.podId::equals);
        known(request, "zoneid", state.zoneId::equals);
        boolean onlyLeast = request.is("details", "min");
        List<ObjectNode> found = state.hosts.stream()
                .filter(host -> request.allows("id", host.id)
                        && request.allows("clusterid", host.clusterId)
                        && request.allows("name", host.name)
                        && request.allows("type", "Routing")
                        && request.allows("state", views.hostState(host))
                        && request.allows("resourcestate", host.resourceState)
                        && request.allowsKeyword(host.name))
                .map(host -> views.host(host, onlyLeast))
                .toList();
        return list(request, "host", found);
    }

    /** Guests of the own account; of all with {@code listall}; those of projects only with {@code projectid=-1}. */
    private ObjectNode virtualMachines(CloudRequest request) throws CloudError {
        known(request, "id", id -> state.vm(id).isPresent());
        known(request, "hostid", id -> state.host(id).isPresent());
        known(request, "clusterid", id -> state.cluster(id).isPresent());
        known(request, "zoneid", state.zoneId::equals);
        Optional<String> project = request.get("projectid");
        known(
                request,
                "projectid",
                id -> id.equals("-1")
                        || projectNames().stream().anyMatch(name -> CloudSeed.id("project " + name)
                                .equals(id)));
        boolean all = request.is("listall", "true") || request.get("id").isPresent();
        List<ObjectNode> found = vms(request, CloudState.Kind.USER).stream()
                .filter(vm -> project.map(id -> !vm.project.isEmpty()
                                && (id.equals("-1")
                                        || CloudSeed.id("project " + vm.project).equals(id)))
                        .orElse(vm.project.isEmpty() && (all || vm.account.equals("admin"))))
                .map(views::vm)
                .toList();
        return list(request, "virtualmachine", found);
    }

    private ObjectNode inOwnList(CloudRequest request, String key, CloudState.Kind kind) throws CloudError {
        return list(request, key, vms(request, kind).stream().map(views::vm).toList());
    }

    private ObjectNode systemVms(CloudRequest request) throws CloudError {
        List<CloudState.Vm> both = new ArrayList<>(vms(request, CloudState.Kind.SECONDARY_STORAGE));
        both.addAll(vms(request, CloudState.Kind.CONSOLE_PROXY));
        return list(request, "systemvm", both.stream().map(views::vm).toList());
    }

    private ObjectNode templates(CloudRequest request) throws CloudError {
        request.required("templatefilter");
        List<ObjectNode> found = new ArrayList<>();
        for (String osType : List.of("CentOS 5.6 (64-bit)", "Windows Server 2008 R2 (64-bit)")) {
            state.osTypes.stream()
                    .filter(type -> type.description().equals(osType))
                    .forEach(type -> found.add(JsonNodeFactory.instance
                            .objectNode()
                            .put("id", CloudSeed.id("template " + osType))
                            .put("name", osType.substring(0, osType.indexOf(" (")) + " base")
                            .put("ostypeid", type.id())
                            .put("ostypename", osType)
                            .put("hypervisor", "XenServer")
                            .put("templatetype", "USER")
                            .put("zoneid", state.zoneId)
                            .put("isready", true)));
        }
        found.removeIf(template -> !request.allows("hypervisor", "XenServer")
                || !request.allows("id", template.path("id").asText()));
        return list(request, "template", found);
    }

    private List<CloudState.Vm> vms(CloudRequest request, CloudState.Kind kind) {
        return state.vms.stream()
                .filter(vm -> vm.kind == kind
                        && (kind == CloudState.Kind.USER
                                || request.get("projectid").isEmpty())
                        && request.allows("id", vm.id)
                        && request.allows("name", vm.name)
                        && request.allows("state", vm.state)
                        && request.allows("clusterid", vm.clusterId)
                        && request.allowsKeyword(vm.name + " " + vm.instanceName)
                        && request.get("hostid")
                                .map(id -> state.hostNamed(vm.hostName)
                                        .map(host -> host.id.equals(id))
                                        .orElse(false))
                                .orElse(true))
                .toList();
    }

    private ObjectNode osTypes(CloudRequest request) throws CloudError {
        known(request, "id", id -> state.osType(id).isPresent());
        Optional<String> description = request.get("description").map(text -> text.toLowerCase(Locale.ROOT));
        List<ObjectNode> found = state.osTypes.stream()
                .filter(type -> request.allows("id", type.id())
                        && request.allows("oscategoryid", type.categoryId())
                        && description
                                .map(part -> type.description()
                                        .toLowerCase(Locale.ROOT)
                                        .contains(part))
                                .orElse(true)
                        && request.allowsKeyword(type.description()))
                .map(views::osType)
                .toList();
        return list(request, "ostype", found);
    }

    /** {@code name} finds parts of names here, unlike in the other lists. */
    private ObjectNode configurations(CloudRequest request) throws CloudError {
        Optional<String> scope = CloudChanges.scope(request);
        List<ObjectNode> found = state.settings.stream()
                .filter(setting ->
                        request.get("name").map(setting.name::contains).orElse(true)
                                && request.allows("category", setting.category)
                                && request.allowsKeyword(setting.name))
                .map(setting -> views.setting(setting, scope))
                .toList();
        return list(request, "configuration", found);
    }

    private ObjectNode storagePools(CloudRequest request) throws CloudError {
        ObjectNode pool = JsonNodeFactory.instance
                .objectNode()
                .put("id", CloudSeed.id("storage pool primary1"))
                .put("zoneid", state.zoneId)
                .put("podid", state.podId)
                .put("name", "primary1")
                .put("ipaddress", "192.0.2.40")
                .put("path", "/export/primary1")
                .put("type", "NetworkFilesystem")
                .put("clusterid", state.clusters.get(0).id)
                .put("clustername", state.clusters.get(0).name)
                .put("disksizetotal", 2_199_023_255_552L)
                .put("state", "Up")
                .put("scope", "CLUSTER");
        return list(request, "storagepool", List.of(pool));
    }

    private ObjectNode projects(CloudRequest request) throws CloudError {
        List<ObjectNode> found = projectNames().stream()
                .map(name -> JsonNodeFactory.instance
                        .objectNode()
                        .put("id", CloudSeed.id("project " + name))
                        .put("name", name)
                        .put("displaytext", name)
                        .put("domain", "ROOT")
                        .put("state", "Active"))
                .toList();
        return list(request, "project", found);
    }

    private List<String> projectNames() {
        return state.vms.stream()
                .map(vm -> vm.project)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** Refuses an id that nobody has, whatever else is asked. */
    private static void known(CloudRequest request, String name, Predicate<String> exists) throws CloudError {
        Optional<String> id = request.get(name);
        if (id.isPresent() && !exists.test(id.get())) {
            throw request.unknownId(name);
        }
    }

    private static ObjectNode list(CloudRequest request, String key, List<ObjectNode> all) throws CloudError {
        int[] page = request.page(all.size());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (all.isEmpty()) {
            return answer;
        }
        answer.put("count", all.size());
        if (page[0] < page[1]) {
            ArrayNode items = answer.putArray(key);
            all.subList(page[0], page[1]).forEach(items::add);
        }
        return answer;
    }
}
