package org.ostler.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The management server's database on the first day: one zone, one pod, the pool's cluster with its guests, three
 * clusters that wait for Linux hosts. Some guests have operating system types that the upgrade must change (XEN-62).
 */
final class CloudSeed {
    static final String ZONE = "zone1";
    static final String POD = "pod1";
    static final String XEN_CLUSTER = "xs-pool-a";
    static final String DEBIAN_CLUSTER = "kvm-debian";
    static final String EL_CLUSTER = "kvm-el";
    static final String CONTAINER_CLUSTER = "lxc-ubuntu";
    static final String LEGACY_CLUSTER = "kvm-legacy";

    private CloudSeed() {}

    static String id(String of) {
        return UUID.nameUUIDFromBytes(("lab " + of).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** @param hosts the names of the pool's hosts */
    static CloudState state(List<String> hosts, PoolView pool) {
        CloudState state = new CloudState();
        fill(state, hosts, pool);
        return state;
    }

    static void fill(CloudState state, List<String> hosts, PoolView pool) {
        state.zoneId = id("zone " + ZONE);
        state.zoneName = ZONE;
        state.podId = id("pod " + POD);
        state.podName = POD;
        state.managementServerId = id("management server");
        cluster(state, XEN_CLUSTER, "XenServer");
        cluster(state, DEBIAN_CLUSTER, "KVM");
        cluster(state, EL_CLUSTER, "KVM");
        cluster(state, CONTAINER_CLUSTER, "LXC");
        for (String name : hosts) {
            addHost(state, name, state.clusters.get(0).id, pool.version(name).orElse(""));
        }
        osTypes(state);
        for (XenGuest guest : XenGuest.ALL) {
            vm(state, guest);
        }
        state.settings.addAll(settings());
    }

    static CloudState.Host addHost(CloudState state, String name, String cluster, String version) {
        CloudState.Host host = new CloudState.Host();
        host.number = state.hosts.size() + 1;
        host.id = id("host " + name);
        host.name = name;
        host.address = "192.0.2." + (10 + host.number);
        host.clusterId = cluster;
        host.version = version;
        state.hosts.add(host);
        return host;
    }

    static CloudState.Cluster cluster(CloudState state, String name, String hypervisor) {
        CloudState.Cluster cluster = new CloudState.Cluster();
        cluster.id = id("cluster " + name);
        cluster.name = name;
        cluster.podId = state.podId;
        cluster.hypervisor = hypervisor;
        state.clusters.add(cluster);
        return cluster;
    }

    private static void vm(CloudState state, XenGuest guest) {
        CloudState.Vm vm = new CloudState.Vm();
        vm.kind = switch (guest.kind()) {
            case USER -> CloudState.Kind.USER;
            case ROUTER -> CloudState.Kind.ROUTER;
            case SECONDARY_STORAGE -> CloudState.Kind.SECONDARY_STORAGE;
            case CONSOLE_PROXY -> CloudState.Kind.CONSOLE_PROXY;
        };
        vm.id = id("vm " + guest.instance());
        vm.instanceName = guest.instance();
        vm.name = guest.display();
        vm.account = guest.project() ? "" : guest.owner();
        vm.project = guest.project() ? guest.owner() : "";
        vm.clusterId = state.clusters.get(0).id;
        vm.address = "10.1.1." + (20 + state.vms.size());
        vm.state = guest.isRunning() ? "Running" : "Stopped";
        vm.hostName = guest.host();
        vm.osTypeId = state.osTypes.stream()
                .filter(type -> type.description().equals(guest.osType()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no operating system type " + guest.osType()))
                .id();
        state.vms.add(vm);
    }

    private static void osTypes(CloudState state) {
        for (String family : List.of("CentOS", "Red Hat Enterprise Linux", "Oracle Enterprise Linux")) {
            for (int minor = 0; minor <= 7; minor++) {
                if (!family.startsWith("Red") || minor != 1) {
                    for (String bits : List.of("32-bit", "64-bit")) {
                        osType(state, family, family + " 5." + minor + " (" + bits + ")");
                    }
                }
            }
        }
        for (String bits : List.of("32-bit", "64-bit")) {
            osType(state, "Debian", "Debian GNU/Linux 5.0 (" + bits + ")");
            osType(state, "Debian", "Debian GNU/Linux 6(" + bits + ")");
            osType(state, "Ubuntu", "Ubuntu 10.04 (" + bits + ")");
            osType(state, "Windows", "Windows 7 (" + bits + ")");
            osType(state, "Windows", "Windows Server 2003 Standard Edition(" + bits + ")");
            osType(state, "Other", "Other Linux (" + bits + ")");
            osType(state, "Other", "Other (" + bits + ")");
        }
        osType(state, "Windows", "Windows Server 2008 R2 (64-bit)");
        osType(state, "Other", "Other install media");
    }

    private static void osType(CloudState state, String category, String description) {
        state.osTypes.add(
                new CloudState.OsType(id("os type " + description), id("os category " + category), description));
    }

    private static List<CloudState.Setting> settings() {
        List<CloudState.Setting> all = new ArrayList<>();
        all.add(setting("ping.interval", "60", false, "Number", "Seconds between pings of the agents"));
        all.add(setting("expunge.delay", "86400", false, "Number", "Seconds before a destroyed VM is expunged"));
        all.add(setting("storage.overprovisioning.factor", "2", true, "Decimal", "Storage overprovisioning"));
        all.add(setting("cpu.overprovisioning.factor", "1.0", true, "Decimal", "CPU overprovisioning"));
        all.add(setting("system.vm.use.local.storage", "false", true, "Boolean", "System VMs on local storage"));
        all.add(setting("vmware.use.nexus.vswitch", "false", false, "Boolean", "Use the Nexus virtual switch"));
        all.add(setting("vmware.use.dvswitch", "false", false, "Boolean", "Use distributed virtual switches"));
        all.add(setting("vmware.ports.per.dvportgroup", "256", true, "Number", "Ports of a distributed port group"));
        all.add(setting(
                "vmware.management.portgroup", "Management Network", false, "String", "Port group of management"));
        all.add(setting("vmware.additional.vnc.portrange.start", "50000", false, "Number", "First VNC port"));
        all.add(setting("vmware.additional.vnc.portrange.size", "1000", false, "Number", "Number of VNC ports"));
        all.add(setting("kvm.private.network.device", "", false, "String", "Bridge of management traffic"));
        all.add(setting("kvm.public.network.device", "", false, "String", "Bridge of public traffic"));
        all.add(setting("kvm.guest.network.device", "", false, "String", "Bridge of guest traffic"));
        all.add(setting("xenserver.heartbeat.interval", "60", false, "Number", "Seconds between heartbeats"));
        return all;
    }

    private static CloudState.Setting setting(
            String name, String value, boolean dynamic, String type, String description) {
        CloudState.Setting setting = new CloudState.Setting();
        setting.name = name;
        setting.value = value;
        setting.defaultValue = value;
        setting.dynamic = dynamic;
        setting.type = type;
        setting.description = description;
        setting.component = "management-server";
        return setting;
    }
}
