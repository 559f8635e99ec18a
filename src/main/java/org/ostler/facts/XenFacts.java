package org.ostler.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a XenServer host says of itself and, by its coordinator, of its pool. {@code xe} is always asked for the whole
 * pool with explicit fields: unknown names in {@code params=} are ignored by every release, so one command serves 5.6
 * to 8.
 */
public final class XenFacts {
    /** {@code KEY='value'} lines; INSTALLATION_UUID is the host's uuid in xapi, and survives an upgrade. */
    public static final Fact<Map<String, String>> INVENTORY =
            Fact.onHost("xensource-inventory", "/etc/xensource-inventory", XenFacts::inventory);

    public static final Fact<String> INSTALLATION_UUID = new Fact<>(
            INVENTORY.name(), INVENTORY.place(), INVENTORY.look(), answer -> key(answer, "INSTALLATION_UUID"));

    public static final Fact<XenVersion> PRODUCT_VERSION = new Fact<>(
            INVENTORY.name(),
            INVENTORY.place(),
            INVENTORY.look(),
            answer -> XenVersion.of(key(answer, "PRODUCT_VERSION")));

    public static final Fact<String> BOOT_ID =
            Fact.onHost("boot-id", "/proc/sys/kernel/random/boot_id", LinuxFacts::oneLine);

    public static final Fact<XenPool.Pool> POOL = Fact.onHost(
            "xe-pool",
            list("pool-list", "uuid,name-label,master,ha-enabled,wlb-enabled,other-config"),
            answer -> records(answer, XenPool::pool).stream()
                    .findFirst()
                    .orElseThrow(() -> new Fact.Unreadable("xe knows of no pool")));

    /** How high availability is set up, whether it is on or not. */
    public static final Fact<XenPool.HighAvailability> HIGH_AVAILABILITY = Fact.onHost(
            "xe-high-availability",
            list("pool-list", "uuid,ha-enabled,ha-configuration,ha-statefiles,ha-host-failures-to-tolerate"),
            answer -> records(answer, XenPool::highAvailability).stream()
                    .findFirst()
                    .orElseThrow(() -> new Fact.Unreadable("xe knows of no pool")));

    public static final Fact<List<XenPool.Member>> HOSTS = Fact.onHost(
            "xe-hosts",
            list(
                    "host-list",
                    "uuid,name-label,address,enabled,host-metrics-live,software-version,memory-total,memory-free,tags"),
            answer -> records(answer, XenPool::member));

    public static final Fact<List<XenPool.Guest>> VMS = Fact.onHost(
            "xe-vms",
            list(
                    "vm-list",
                    "uuid,name-label,power-state,resident-on,is-control-domain,affinity,HVM-boot-policy,"
                            + "PV-drivers-version,memory-static-max,other-config"),
            answer -> records(answer, XenPool::guest));

    public static final Fact<List<XenPool.Drive>> VBDS = Fact.onHost(
            "xe-vbds",
            list("vbd-list", "uuid,vm-uuid,vm-name-label,vdi-uuid,sr-uuid,type,empty,currently-attached,device"),
            answer -> records(answer, XenPool::drive));

    /** Disk uuid → SR uuid. */
    public static final Fact<Map<String, String>> VDIS =
            Fact.onHost("xe-vdis", list("vdi-list", "uuid,sr-uuid"), XenFacts::storageOfDisks);

    public static final Fact<List<XenPool.Storage>> SRS = Fact.onHost(
            "xe-srs", list("sr-list", "uuid,name-label,shared,type"), answer -> records(answer, XenPool::storage));

    public static final Fact<List<XenPool.Attachment>> PBDS = Fact.onHost(
            "xe-pbds",
            list("pbd-list", "uuid,host-uuid,sr-uuid,sr-name-label,currently-attached"),
            answer -> records(answer, XenPool::attachment));

    public static final Fact<List<XenPool.Vlan>> VLANS = Fact.onHost(
            "xe-vlans",
            list("vlan-list", "uuid,tagged-PIF,untagged-PIF,tag"),
            answer -> records(answer, XenPool::vlan));

    public static final Fact<List<XenPool.Interface>> PIFS = Fact.onHost(
            "xe-pifs",
            list("pif-list", "uuid,device,management,network-uuid,host-uuid,VLAN,currently-attached"),
            answer -> records(answer, XenPool::networkInterface));

    public static final Fact<List<XenPool.Network>> NETWORKS = Fact.onHost(
            "xe-networks", list("network-list", "uuid,name-label,bridge"), answer -> records(answer, XenPool::network));

    public static final Fact<List<XenPool.GuestInterface>> VIFS = Fact.onHost(
            "xe-vifs",
            list("vif-list", "uuid,vm-uuid,network-uuid,currently-attached"),
            answer -> records(answer, XenPool::guestInterface));

    private XenFacts() {}

    private static CommandLine list(String command, String fields) {
        return CommandLine.of("xe", command, "params=" + fields);
    }

    private static <T> List<T> records(Answer answer, Function<Map<String, String>, T> reader) {
        return XeRecords.parse(answer).stream().map(reader).toList();
    }

    private static Map<String, String> storageOfDisks(Answer answer) {
        Map<String, String> storage = new LinkedHashMap<>();
        XeRecords.parse(answer).forEach(record -> storage.put(record.get("uuid"), record.getOrDefault("sr-uuid", "")));
        return storage;
    }

    private static Map<String, String> inventory(Answer answer) {
        if (!answer.ok()) {
            throw new Fact.Unreadable("/etc/xensource-inventory is not there: this is no XenServer");
        }
        return Assignments.parse(answer.out());
    }

    private static String key(Answer answer, String key) {
        String value = inventory(answer).getOrDefault(key, "");
        if (value.isEmpty()) {
            throw new Fact.Unreadable("/etc/xensource-inventory names no " + key);
        }
        return value;
    }
}
