package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the simulated management server has in its database. Plain data with package-private fields, so that it can be
 * stored and read back as JSON; whoever touches it holds its monitor.
 */
final class CloudState {
    /** A cluster; {@code managedState} is one of Managed, PrepareUnmanaged, Unmanaged, PrepareUnmanagedError. */
    static final class Cluster {
        String id = "";
        String name = "";
        String podId = "";
        String hypervisor = "";
        String allocationState = "Enabled";
        String managedState = "Managed";
    }

    /** A host; {@code upAt} is when it is connected again, in milliseconds since 1970. */
    static final class Host {
        int number;
        String id = "";
        String name = "";
        String address = "";
        String clusterId = "";
        String version = "";
        String resourceState = "Enabled";
        boolean disconnected;
        boolean setUp = true;
        long upAt;
        long maintenanceAt;
    }

    /** What a virtual machine is to CloudStack. */
    enum Kind {
        USER,
        ROUTER,
        CONSOLE_PROXY,
        SECONDARY_STORAGE
    }

    /** A virtual machine; state and host are the last ones CloudStack heard of. */
    static final class Vm {
        Kind kind = Kind.USER;
        String id = "";
        String name = "";
        String instanceName = "";
        String account = "admin";
        String project = "";
        String clusterId = "";
        String osTypeId = "";
        String state = "Stopped";
        String hostName = "";
        String address = "";
    }

    /** An operating system type. */
    record OsType(String id, String categoryId, String description) {}

    /** A global setting; {@code scoped} holds values by {@code scope:id}. */
    static final class Setting {
        String name = "";
        String value = "";
        String defaultValue = "";
        String category = "Advanced";
        String description = "";
        String type = "String";
        String component = "";
        boolean dynamic;
        Map<String, String> scoped = new LinkedHashMap<>();
    }

    /** An asynchronous job; {@code status} 0 pending, 1 done, 2 failed. */
    static final class Job {
        String id = "";
        String command = "";
        String instanceId = "";
        int status;
        long created;
        long doneAt;
        JsonNode result;
    }

    String zoneId = "";
    String zoneName = "";
    String podId = "";
    String podName = "";
    String managementServerId = "";
    List<Cluster> clusters = new ArrayList<>();
    List<Host> hosts = new ArrayList<>();
    List<Vm> vms = new ArrayList<>();
    List<OsType> osTypes = new ArrayList<>();
    List<Setting> settings = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();

    /** When the management service answers (again), in milliseconds since 1970; the largest value while stopped. */
    long apiUpAt;

    String usageService = "active";

    Optional<Cluster> cluster(String id) {
        return clusters.stream().filter(cluster -> cluster.id.equals(id)).findFirst();
    }

    Optional<Host> host(String id) {
        return hosts.stream().filter(host -> host.id.equals(id)).findFirst();
    }

    Optional<Host> hostNamed(String name) {
        return hosts.stream().filter(host -> host.name.equals(name)).findFirst();
    }

    List<Host> hostsOf(Cluster cluster) {
        return hosts.stream().filter(host -> host.clusterId.equals(cluster.id)).toList();
    }

    Optional<Vm> vm(String id) {
        return vms.stream().filter(vm -> vm.id.equals(id)).findFirst();
    }

    Optional<OsType> osType(String id) {
        return osTypes.stream().filter(type -> type.id().equals(id)).findFirst();
    }
}
