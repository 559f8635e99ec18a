package org.ostler.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What stands in the racks on the first day: hosts, storage, networks, guests. */
final class XenEstate {
    private static final long HOST_MEMORY = 16L * 1024 * XenMemory.MIB;
    private static final long CONTROL_DOMAIN_MEMORY = 752 * XenMemory.MIB;

    /** Tags that CloudStack made: the guests' own, and three that nobody uses any more. */
    private static final Map<String, String> ACCOUNT_TAGS = Map.of("acme", "1101", "globex", "1102", "apollo", "1107");

    private static final List<String> FORGOTTEN_TAGS = List.of("1115", "1119", "1123");

    private static final String STATEFILE = "Statefile for HA";

    private final XenDatabase database;
    private final XenVersion version;
    private final Map<String, XenObject> hosts = new LinkedHashMap<>();
    private final Map<String, XenObject> guestInterfaces = new LinkedHashMap<>();
    private final Map<String, XenObject> tagged = new LinkedHashMap<>();
    private final Map<String, XenObject> localStorage = new LinkedHashMap<>();
    private XenObject primary;
    private XenObject media;
    private XenObject tools;
    private XenObject linkLocal;
    private XenObject management;

    XenEstate(XenDatabase database, XenVersion version) {
        this.database = database;
        this.version = version;
    }

    void build() {
        for (String name : List.of("xs1", "xs2", "xs3")) {
            hosts.put(name, host(name, "10.1.0." + (10 + Integer.parseInt(name.substring(2)))));
        }
        storage();
        networks();
        database.create("pool")
                .with("name-label", "rack1-pool")
                .with("name-description", "")
                .with("master", hosts.get("xs1").uuid())
                .with("default-SR", primary.uuid())
                .with("ha-enabled", true)
                .with("ha-host-failures-to-tolerate", 1)
                .with("ha-plan-exists-for", 1)
                .with("wlb-enabled", false);
        hosts.forEach(this::controlDomain);
        template("CentOS 5.6 (64-bit)");
        template("Debian Squeeze 6.0 (64-bit)");
        template("Windows Server 2008 R2 (64-bit)");
        int number = 0;
        for (XenGuest guest : XenGuest.ALL) {
            guest(guest, number++);
        }
        XenObject patch = database.create("patch")
                .with("name-label", version == XenVersion.V5_6_SP2 ? "XS56ESP2004" : "XS602E003")
                .with("name-description", "Public Availability: security fixes")
                .with("size", 25_743_360);
        hosts.values().forEach(host -> patch.set("hosts").add(host.uuid()));
        XenObject pool = database.all("pool").get(0);
        pool.map("ha-configuration").put("timeout", "60");
        pool.set("ha-statefiles").add(statefile(database, primary).uuid());
    }

    /** The disk by which the hosts see each other's heartbeat; kept while high availability is off. */
    static XenObject statefile(XenDatabase database, XenObject repository) {
        return database.all("vdi").stream()
                .filter(disk -> disk.get("name-label").equals(STATEFILE)
                        && disk.get("sr").equals(repository.uuid()))
                .findFirst()
                .orElseGet(() -> disk(database, STATEFILE, repository, 4 * XenMemory.MIB));
    }

    private XenObject host(String name, String address) {
        XenObject host = database.create("host")
                .with("name-label", name)
                .with("name-description", "Default install of XenServer")
                .with("hostname", name)
                .with("address", address)
                .with("enabled", true)
                .with("memory-total", HOST_MEMORY);
        host.map("cpu_info")
                .putAll(Map.of(
                        "cpu_count", "8",
                        "vendor", "GenuineIntel",
                        "speed", "2394.000",
                        "modelname", "Intel(R) Xeon(R) CPU           E5620  @ 2.40GHz",
                        "features", "029ee3ff-bfebfbff-00000001-2c100800"));
        host.map("other-config").put("iscsi_iqn", "iqn.2012-02.com.example:" + name);
        String resource = version == XenVersion.V5_6_SP2 ? "XenServer56SP2Resource" : "XenServer602Resource";
        host.set("tags").add("vmops-version-com.cloud.hypervisor.xen.resource." + resource + "-4.1.0");
        return host;
    }

    private void storage() {
        primary = repository("nfs-primary-1", "NFS SR [10.1.1.5:/export/primary1]", "nfs", "user", true);
        media = repository("cloud-iso", "ISO images", "iso", "iso", true);
        hosts.forEach((name, host) -> {
            connect(primary, host, Map.of("server", "10.1.1.5", "serverpath", "/export/primary1"));
            connect(media, host, Map.of("location", "10.1.1.5:/export/iso"));
            XenObject local = repository("Local storage", "", "lvm", "user", false);
            connect(local, host, Map.of("device", "/dev/disk/by-id/scsi-36001ec90f2a1-part3"));
            localStorage.put(name, local);
        });
        tools = disk("xs-tools.iso", media, 58_000_000);
    }

    private XenObject repository(String name, String description, String type, String content, boolean shared) {
        return database.create("sr")
                .with("name-label", name)
                .with("name-description", description)
                .with("type", type)
                .with("content-type", content)
                .with("shared", shared)
                .with("virtual-allocation", 412_316_860_416L)
                .with("physical-utilisation", 103_079_215_104L)
                .with("physical-size", 1_099_511_627_776L);
    }

    private void connect(XenObject repository, XenObject host, Map<String, String> configuration) {
        XenObject pbd = database.create("pbd")
                .with("sr", repository.uuid())
                .with("host", host.uuid())
                .with("currently-attached", true);
        pbd.map("device-config").putAll(configuration);
    }

    private XenObject disk(String name, XenObject repository, long size) {
        return disk(database, name, repository, size);
    }

    private static XenObject disk(XenDatabase database, String name, XenObject repository, long size) {
        return database.create("vdi")
                .with("name-label", name)
                .with("name-description", "")
                .with("sr", repository.uuid())
                .with("virtual-size", size)
                .with("physical-utilisation", size / 3)
                .with("location", "");
    }

    private void networks() {
        management = network("Pool-wide network associated with eth0", "xenbr0");
        XenObject guests = network("cloud-guest", "xenbr1");
        XenObject storage = network("cloud-storage", "xenbr2");
        linkLocal = network("cloud_link_local_network", "xapi0");
        int number = 1;
        for (XenObject host : hosts.values()) {
            physical(host, "eth0", management, number, Optional.of(host.get("address")));
            guestInterfaces.put(host.get("name-label"), physical(host, "eth1", guests, number, Optional.empty()));
            physical(host, "eth2", storage, number, Optional.of("10.1.1.1" + number));
            number++;
        }
        ACCOUNT_TAGS.values().stream().sorted().forEach(tag -> tagged.put(tag, tagNetwork(tag)));
        FORGOTTEN_TAGS.forEach(tag -> {
            XenObject network = tagNetwork(tag);
            hosts.keySet().forEach(name -> tag(name, network, tag));
        });
    }

    private XenObject network(String name, String bridge) {
        return database.create("network")
                .with("name-label", name)
                .with("name-description", "")
                .with("MTU", 1500)
                .with("bridge", bridge);
    }

    private XenObject tagNetwork(String tag) {
        XenObject network = network("", "xapi" + tag.substring(1));
        return network.with("name-label", "VLAN-" + network.uuid() + "-" + tag);
    }

    private XenObject physical(XenObject host, String device, XenObject network, int number, Optional<String> address) {
        XenObject pif = database.create("pif")
                .with("device", device)
                .with("MAC", "00:1b:21:4c:0" + number + ":5" + device.charAt(3))
                .with("physical", true)
                .with("currently-attached", true)
                .with("VLAN", -1)
                .with("management", device.equals("eth0"))
                .with("network", network.uuid())
                .with("host", host.uuid())
                .with("IP-configuration-mode", address.isPresent() ? "Static" : "None")
                .with("disallow-unplug", false);
        address.ifPresent(ip -> pif.with("IP", ip).with("netmask", "255.255.255.0"));
        return pif;
    }

    /** Makes the tag's interface on a host, once. */
    private void tag(String host, XenObject network, String tag) {
        XenObject below = guestInterfaces.get(host);
        boolean there = database.of("vlan", "tagged-PIF", below).stream()
                .anyMatch(vlan -> vlan.get("tag").equals(tag));
        if (there) {
            return;
        }
        XenObject above = database.create("pif")
                .with("device", below.get("device"))
                .with("MAC", below.get("MAC"))
                .with("physical", false)
                .with("currently-attached", true)
                .with("VLAN", tag)
                .with("management", false)
                .with("network", network.uuid())
                .with("host", below.get("host"))
                .with("IP-configuration-mode", "None")
                .with("disallow-unplug", false);
        database.create("vlan")
                .with("tagged-PIF", below.uuid())
                .with("untagged-PIF", above.uuid())
                .with("tag", tag);
    }

    private void controlDomain(String name, XenObject host) {
        machine("Control domain on host: " + name, CONTROL_DOMAIN_MEMORY)
                .with("name-description", "The domain which manages physical devices and manages other domains")
                .with("is-control-domain", true)
                .with("power-state", "running")
                .with("resident-on", host.uuid())
                .with("affinity", host.uuid())
                .with("dom-id", 0);
    }

    private void template(String name) {
        machine(name, 512 * XenMemory.MIB).with("is-a-template", true);
    }

    private XenObject machine(String name, long memory) {
        return database.create("vm")
                .with("name-label", name)
                .with("name-description", "")
                .with("is-a-template", false)
                .with("is-control-domain", false)
                .with("power-state", "halted")
                .with("VCPUs", 1)
                .with("memory-static-max", memory);
    }

    private void guest(XenGuest guest, int number) {
        XenObject vm = machine(guest.instance(), guest.memoryMib() * XenMemory.MIB);
        if (guest.virtualisation() == XenGuest.Virtualisation.HVM) {
            vm.with("HVM-boot-policy", "BIOS order");
            vm.map("HVM-boot-params").put("order", "dc");
        } else {
            vm.with("PV-bootloader", "pygrub");
        }
        vm.map("platform").putAll(Map.of("acpi", "true", "apic", "true", "pae", "true", "viridian", "true"));
        if (guest.isRunning()) {
            vm.with("power-state", "running")
                    .with("resident-on", hosts.get(guest.host()).uuid())
                    .with("dom-id", number + 3);
            if (guest.quirk() != XenGuest.Quirk.NO_DRIVERS) {
                drivers(vm, version);
            }
        }
        storageOf(vm, guest, number);
        interfaceOf(vm, guest, number);
    }

    /** What a guest's tools report. */
    static void drivers(XenObject vm, XenVersion version) {
        String[] numbers = version == XenVersion.V5_6_SP2 ? new String[] {"5", "6"} : new String[] {"6", "0"};
        vm.map("PV-drivers-version")
                .putAll(Map.of(
                        "major",
                        numbers[0],
                        "minor",
                        numbers[1],
                        "micro",
                        "2",
                        "build",
                        version.build().replaceAll("\\D", "")));
    }

    private void storageOf(XenObject vm, XenGuest guest, int number) {
        boolean local = guest.quirk() == XenGuest.Quirk.LOCAL_DISK;
        XenObject repository = local ? localStorage.get(guest.host()) : primary;
        if (local) {
            vm.with("affinity", hosts.get(guest.host()).uuid());
        }
        drive(vm, "Disk", "0", Optional.of(disk("ROOT-" + (number + 3), repository, 8_589_934_592L)), "");
        boolean inserted = guest.quirk() == XenGuest.Quirk.CD || guest.quirk() == XenGuest.Quirk.LOCKED_TRAY;
        if (inserted || guest.virtualisation() == XenGuest.Virtualisation.HVM || guest.kind() != XenGuest.Kind.USER) {
            drive(
                    vm,
                    "CD",
                    "3",
                    inserted ? Optional.of(tools) : Optional.empty(),
                    guest.quirk() == XenGuest.Quirk.LOCKED_TRAY ? XenPool.TRAY_UNTIL_ASKED : "");
        }
    }

    private void drive(XenObject vm, String type, String device, Optional<XenObject> medium, String tray) {
        database.create("vbd")
                .with("vm", vm.uuid())
                .with("vdi", medium.map(XenObject::uuid).orElse(""))
                .with("type", type)
                .with("mode", type.equals("CD") ? "RO" : "RW")
                .with("userdevice", device)
                .with("device", device.equals("0") ? "xvda" : "xvdd")
                .with("bootable", type.equals("Disk"))
                .with("empty", medium.isEmpty())
                .with("lab-tray", tray);
    }

    private void interfaceOf(XenObject vm, XenGuest guest, int number) {
        String tag = ACCOUNT_TAGS.getOrDefault(guest.owner(), "");
        XenObject network = tag.isEmpty() ? management : tagged.get(tag);
        if (!tag.isEmpty() && guest.isRunning()) {
            tag(guest.host(), network, tag);
        }
        attach(vm, network, "0", number);
        if (guest.kind() != XenGuest.Kind.USER) {
            attach(vm, linkLocal, "1", number);
        }
    }

    private void attach(XenObject vm, XenObject network, String device, int number) {
        database.create("vif")
                .with("vm", vm.uuid())
                .with("network", network.uuid())
                .with("device", device)
                .with("MAC", String.format(Locale.ROOT, "02:00:%02x:8c:00:%02x", device.charAt(0) - '0', number + 3));
    }
}
