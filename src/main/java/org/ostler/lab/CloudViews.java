package org.ostler.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** How CloudStack shows what it has: the fields of its answers, in its order. */
final class CloudViews {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The version that this management server claims: the era of the manual. */
    static final String VERSION = "4.5.2";

    private final CloudState state;
    private final PoolView pool;
    private final LabClock clock;

    CloudViews(CloudState state, PoolView pool, LabClock clock) {
        this.state = state;
        this.pool = pool;
        this.clock = clock;
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode zone() {
        return object().put("id", state.zoneId)
                .put("name", state.zoneName)
                .put("dns1", "192.0.2.53")
                .put("internaldns1", "192.0.2.53")
                .put("guestcidraddress", "10.1.1.0/24")
                .put("networktype", "Advanced")
                .put("securitygroupsenabled", false)
                .put("allocationstate", "Enabled")
                .put("zonetoken", CloudSeed.id("zone token"))
                .put("dhcpprovider", "VirtualRouter")
                .put("localstorageenabled", false);
    }

    ObjectNode pod() {
        return object().put("id", state.podId)
                .put("name", state.podName)
                .put("zoneid", state.zoneId)
                .put("zonename", state.zoneName)
                .put("gateway", "192.0.2.1")
                .put("netmask", "255.255.255.0")
                .put("startip", "192.0.2.100")
                .put("endip", "192.0.2.200")
                .put("allocationstate", "Enabled");
    }

    ObjectNode cluster(CloudState.Cluster cluster) {
        ObjectNode node = object().put("id", cluster.id)
                .put("name", cluster.name)
                .put("podid", state.podId)
                .put("podname", state.podName)
                .put("zoneid", state.zoneId)
                .put("zonename", state.zoneName)
                .put("hypervisortype", cluster.hypervisor)
                .put("clustertype", "CloudManaged")
                .put("allocationstate", cluster.allocationState)
                .put("managedstate", cluster.managedState)
                .put("cpuovercommitratio", "1.0")
                .put("memoryovercommitratio", "1.0");
        node.putObject("resourcedetails").put("memoryOvercommitRatio", "1.0").put("cpuOvercommitRatio", "1.0");
        return node;
    }

    String hostState(CloudState.Host host) {
        if (host.disconnected || clock.now().toEpochMilli() < host.upAt) {
            return "Disconnected";
        }
        return pool.reachable(host.name) ? "Up" : "Alert";
    }

    ObjectNode host(CloudState.Host host, boolean onlyLeast) {
        ObjectNode node = object().put("id", host.id)
                .put("name", host.name)
                .put("state", hostState(host))
                .put("type", "Routing")
                .put("ipaddress", host.address)
                .put("zoneid", state.zoneId)
                .put("zonename", state.zoneName)
                .put("podid", state.podId)
                .put("podname", state.podName)
                .put("version", VERSION);
        Optional<CloudState.Cluster> cluster = state.cluster(host.clusterId);
        node.put("hypervisor", cluster.map(its -> its.hypervisor).orElse("None"))
                .put("cpunumber", 8)
                .put("cpuspeed", 2400)
                .put(
                        "capabilities",
                        "xen-3.0-x86_64 , xen-3.0-x86_32p , hvm-3.0-x86_32 , hvm-3.0-x86_32p , hvm-3.0-x86_64")
                .put("lastpinged", "1970-01-21T07:01:09+0000")
                .put("clusterid", host.clusterId);
        if (!onlyLeast) {
            node.put("clustername", cluster.map(its -> its.name).orElse(""))
                    .put("clustertype", "CloudManaged")
                    .put("memorytotal", 34_359_738_368L)
                    .put("cpuallocated", "0%")
                    .put("events", "PingTimeout; AgentDisconnected; Ping; AgentConnected; Remove; HostDown");
        }
        if (!host.disconnected) {
            node.put("managementserverid", state.managementServerId);
        }
        return node.put("islocalstorageactive", false)
                .put("created", "2012-03-14T09:26:53+0000")
                .put("resourcestate", host.resourceState)
                .put("hypervisorversion", host.version)
                .put("hahost", false);
    }

    ObjectNode vm(CloudState.Vm vm) {
        ObjectNode node = object().put("id", vm.id).put("name", vm.name);
        if (vm.kind == CloudState.Kind.USER) {
            node.put("displayname", vm.name);
        }
        if (!vm.project.isEmpty()) {
            node.put("projectid", CloudSeed.id("project " + vm.project)).put("project", vm.project);
        } else if (vm.kind == CloudState.Kind.USER) {
            node.put("account", vm.account);
        }
        node.put("domainid", CloudSeed.id("domain ROOT"))
                .put("domain", "ROOT")
                .put("created", "2012-05-02T08:00:00+0000")
                .put("state", vm.state)
                .put("haenable", false)
                .put("zoneid", state.zoneId)
                .put("zonename", state.zoneName);
        if (vm.kind == CloudState.Kind.CONSOLE_PROXY || vm.kind == CloudState.Kind.SECONDARY_STORAGE) {
            node.put("systemvmtype", vm.kind == CloudState.Kind.CONSOLE_PROXY ? "consoleproxy" : "secondarystoragevm");
        }
        if (!vm.hostName.isEmpty()) {
            state.hostNamed(vm.hostName)
                    .ifPresent(host -> node.put("hostid", host.id).put("hostname", host.name));
        }
        if (vm.kind == CloudState.Kind.USER) {
            state.osType(vm.osTypeId).ifPresent(type -> node.put("guestosid", type.id())
                    .put("ostypeid", type.id())
                    .put("osdisplayname", type.description()));
            node.put("templatename", "image-of-" + vm.name)
                    .put("cpunumber", 1)
                    .put("cpuspeed", 500)
                    .put("memory", 512);
        }
        node.putArray("nic").addObject().put("ipaddress", vm.address).put("isdefault", true);
        return node.put("hypervisor", "XenServer").put("instancename", vm.instanceName);
    }

    ObjectNode osType(CloudState.OsType type) {
        return object().put("id", type.id())
                .put("oscategoryid", type.categoryId())
                .put("description", type.description())
                .put("isuserdefined", false);
    }

    ObjectNode setting(CloudState.Setting setting, Optional<String> scope) {
        ObjectNode node = object().put("category", setting.category)
                .put("name", setting.name)
                .put(
                        "value",
                        scope.map(key -> setting.scoped.getOrDefault(key, setting.value))
                                .orElse(setting.value))
                .put("defaultvalue", setting.defaultValue);
        scope.ifPresent(key -> node.put("scope", key.substring(0, key.indexOf(':'))));
        return node.put("description", setting.description)
                .put("isdynamic", setting.dynamic)
                .put("component", setting.component)
                .put("type", setting.type);
    }

    ObjectNode job(CloudState.Job job) {
        ObjectNode node = object().put("accountid", CloudSeed.id("account admin"))
                .put("userid", CloudSeed.id("user admin"))
                .put("cmd", job.command)
                .put("jobprocstatus", 0)
                .put("jobresultcode", job.status == 2 ? 530 : 0);
        if (job.status != 0) {
            node.put("jobresulttype", "object").set("jobresult", job.result);
        }
        node.put("jobinstancetype", "Host").put("jobinstanceid", job.instanceId).put("created", time(job.created));
        if (job.status != 0) {
            node.put("completed", time(job.doneAt));
        }
        return node.put("jobid", job.id).put("jobstatus", job.status);
    }
}
