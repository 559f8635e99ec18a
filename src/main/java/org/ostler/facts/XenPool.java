package org.ostler.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The objects of a XenServer pool, as far as guides look at them; read by {@link XenFacts}. */
public final class XenPool {
    private XenPool() {}

    /** @param master uuid of the coordinator's host object */
    public record Pool(String uuid, String name, String master, boolean highAvailability, boolean workloadBalancing) {}

    /**
     * @param enabled takes virtual machines
     * @param live its heartbeat reaches the coordinator
     * @param memoryFree bytes
     */
    public record Member(
            String uuid,
            String name,
            String address,
            boolean enabled,
            boolean live,
            XenVersion version,
            long memoryFree,
            List<String> tags) {}

    /**
     * @param residentOn uuid of a host, empty when it runs nowhere
     * @param hardwareVirtual HVM rather than PV
     * @param drivers whether the guest has ever reported its PV drivers
     * @param passthrough a PCI device of the host is its own
     * @param memory bytes it may take
     */
    public record Guest(
            String uuid,
            String name,
            String powerState,
            Optional<String> residentOn,
            boolean controlDomain,
            boolean hardwareVirtual,
            boolean drivers,
            boolean passthrough,
            long memory) {
        public boolean isRunning() {
            return powerState.equals("running");
        }

        public boolean runsOn(String host) {
            return isRunning() && !controlDomain && residentOn.equals(Optional.of(host));
        }
    }

    /** @param storage uuid of the SR, when it is told */
    public record Drive(String uuid, String guest, String disk, Optional<String> storage, boolean cd, boolean empty) {}

    public record Storage(String uuid, String name, boolean shared, String type) {}

    public record Attachment(String uuid, String host, String storage, String storageName, boolean attached) {}

    public record Vlan(String uuid, String tag, String untagged) {}

    public record Interface(String uuid, String device, String network, String host) {}

    public record Network(String uuid, String name) {}

    public record GuestInterface(String uuid, String guest, String network, boolean attached) {}

    /**
     * @param configuration as {@code ha-config:} takes it, sorted
     * @param statefiles uuids of the disks on the heartbeat storage
     * @param failuresToTolerate the number of hosts whose loss the pool plans for
     */
    public record HighAvailability(
            boolean on, SortedMap<String, String> configuration, List<String> statefiles, long failuresToTolerate) {}

    static HighAvailability highAvailability(Map<String, String> record) {
        return new HighAvailability(
                flag(record, "ha-enabled"),
                new TreeMap<>(XeRecords.map(text(record, "ha-configuration"))),
                List.copyOf(XeRecords.set(text(record, "ha-statefiles"))),
                number(record, "ha-host-failures-to-tolerate"));
    }

    static Pool pool(Map<String, String> record) {
        return new Pool(
                uuid(record),
                text(record, "name-label"),
                text(record, "master"),
                flag(record, "ha-enabled"),
                flag(record, "wlb-enabled"));
    }

    static Member member(Map<String, String> record) {
        Map<String, String> software = XeRecords.map(text(record, "software-version"));
        return new Member(
                uuid(record),
                text(record, "name-label"),
                text(record, "address"),
                flag(record, "enabled"),
                flag(record, "host-metrics-live"),
                XenVersion.of(software.getOrDefault("product_version", "")),
                number(record, "memory-free"),
                XeRecords.set(text(record, "tags")));
    }

    static Guest guest(Map<String, String> record) {
        return new Guest(
                uuid(record),
                text(record, "name-label"),
                text(record, "power-state"),
                reference(record, "resident-on"),
                flag(record, "is-control-domain"),
                !text(record, "HVM-boot-policy").isEmpty(),
                reference(record, "PV-drivers-version").isPresent(),
                !XeRecords.map(text(record, "other-config"))
                        .getOrDefault("pci", "")
                        .isEmpty(),
                number(record, "memory-static-max"));
    }

    static Drive drive(Map<String, String> record) {
        return new Drive(
                uuid(record),
                text(record, "vm-uuid"),
                text(record, "vdi-uuid"),
                reference(record, "sr-uuid"),
                text(record, "type").equals("CD"),
                flag(record, "empty"));
    }

    static Storage storage(Map<String, String> record) {
        return new Storage(uuid(record), text(record, "name-label"), flag(record, "shared"), text(record, "type"));
    }

    static Attachment attachment(Map<String, String> record) {
        return new Attachment(
                uuid(record),
                text(record, "host-uuid"),
                text(record, "sr-uuid"),
                text(record, "sr-name-label"),
                flag(record, "currently-attached"));
    }

    static Vlan vlan(Map<String, String> record) {
        return new Vlan(uuid(record), text(record, "tag"), text(record, "untagged-PIF"));
    }

    static Interface networkInterface(Map<String, String> record) {
        return new Interface(
                uuid(record), text(record, "device"), text(record, "network-uuid"), text(record, "host-uuid"));
    }

    static Network network(Map<String, String> record) {
        return new Network(uuid(record), text(record, "name-label"));
    }

    static GuestInterface guestInterface(Map<String, String> record) {
        return new GuestInterface(
                uuid(record),
                text(record, "vm-uuid"),
                text(record, "network-uuid"),
                flag(record, "currently-attached"));
    }

    private static String uuid(Map<String, String> record) {
        return text(record, "uuid");
    }

    private static String text(Map<String, String> record, String field) {
        return record.getOrDefault(field, "");
    }

    private static Optional<String> reference(Map<String, String> record, String field) {
        return Optional.of(text(record, field)).filter(value -> !value.isEmpty() && !XeRecords.isNull(value));
    }

    private static boolean flag(Map<String, String> record, String field) {
        return text(record, field).equals("true");
    }

    private static long number(Map<String, String> record, String field) {
        String digits = text(record, field);
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
