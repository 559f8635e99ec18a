package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Linux hosts that wait to become KVM hosts: a Debian, an EL 9 and, where the environment has
 * {@code OSTLER_LAB_LEGACY}, an EL 6.
 */
final class LinuxPart implements Part {
    /** A host, what it is and the cluster it belongs to. */
    record Member(ServiceHost host, LinuxFlavor flavor, String cluster) {}

    private final List<Member> members = new ArrayList<>();

    @Override
    public String key() {
        return "linux";
    }

    @Override
    public void start(DataCentre centre) {
        add(centre, "kvm1", LinuxFlavor.DEBIAN_12, CloudSeed.DEBIAN_CLUSTER);
        add(centre, "kvm2", LinuxFlavor.EL_9, CloudSeed.EL_CLUSTER);
        if (!System.getenv().getOrDefault("OSTLER_LAB_LEGACY", "").isBlank()) {
            add(centre, "kvm3", LinuxFlavor.EL_6, CloudSeed.LEGACY_CLUSTER);
        }
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    private void add(DataCentre centre, String name, LinuxFlavor flavor, String cluster) {
        ServiceHost host = build(name, flavor, centre.clock());
        host.rootPassword(LabPasswords.next(centre.random()));
        host.hostKeyType(flavor == LinuxFlavor.EL_6 ? "RSA" : flavor == LinuxFlavor.EL_9 ? "EC" : "EdDSA");
        members.add(new Member(host, flavor, cluster));
        centre.add(host);
        try {
            host.systemd().boot();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** A host with its files, programs and units; nothing runs yet. */
    static ServiceHost build(String name, LinuxFlavor flavor, LabClock clock) {
        ServiceHost host = new ServiceHost(name, clock);
        files(host.files(), flavor, name);
        LinuxPrograms.installOn(host, flavor);
        Systemd systemd = host.systemd();
        Libvirtd libvirtd = new Libvirtd(host, flavor);
        systemd.add(SystemdUnit.of("sshd.service", "OpenSSH server daemon", true), unit -> Optional.empty());
        if (!flavor.hasSystemd()) {
            systemd.add(SystemdUnit.of("libvirtd.service", "libvirtd daemon", true), libvirtd);
            return host;
        }
        for (String socket : Libvirtd.SOCKETS) {
            boolean usual = !socket.matches("libvirtd-t(ls|cp)\\.socket");
            systemd.add(
                    SystemdUnit.of(socket, "libvirt legacy monolithic daemon socket", usual), unit -> Optional.empty());
        }
        systemd.add(SystemdUnit.of("libvirtd.service", "libvirt legacy monolithic daemon", true), libvirtd);
        if (flavor == LinuxFlavor.EL_9) {
            for (String unit : List.of("virtqemud.socket", "virtproxyd.socket", "virtqemud.service")) {
                systemd.add(SystemdUnit.of(unit, "libvirt modular daemon", false), started -> Optional.empty());
            }
        }
        return host;
    }

    private static void files(LabFileSystem files, LinuxFlavor flavor, String name) {
        if (!flavor.osRelease().isEmpty()) {
            files.write("/etc/os-release", flavor.osRelease());
        }
        if (!flavor.redhatRelease().isEmpty()) {
            files.write("/etc/redhat-release", flavor.redhatRelease());
        }
        files.write("/etc/hostname", name + "\n");
        files.write("/etc/hosts", "127.0.0.1 localhost\n192.0.2.60 " + name + ".lab.example " + name + "\n");
        files.write(Libvirtd.CONFIGURATION, LabStore.text("linux/libvirtd.conf"));
        files.write("/etc/libvirt/libvirt.conf", LabStore.text("linux/libvirt.conf"));
        files.write("/etc/libvirt/qemu.conf", LabStore.text("linux/qemu.conf"));
        switch (flavor) {
            case DEBIAN_12 -> {
                files.write("/etc/default/libvirtd", LabStore.text("linux/default-libvirtd"));
                files.write("/etc/debian_version", "12.5\n");
            }
            case EL_6 -> files.write("/etc/sysconfig/libvirtd", LabStore.text("linux/sysconfig-libvirtd"));
            case EL_9 -> files.write("/etc/sysconfig/network", "# Created by anaconda\n");
        }
        machine(files);
        files.makeDirectory("/etc/sysconfig");
        files.makeDirectory("/etc/systemd/system");
        files.makeDirectory("/root");
    }

    /** What the kernel tells of the machine: eight processors, 16 GiB, two cards and libvirt's own bridge. */
    private static void machine(LabFileSystem files) {
        StringBuilder processors = new StringBuilder();
        for (int number = 0; number < 8; number++) {
            processors.append("""
                    processor\t: %d
                    vendor_id\t: GenuineIntel
                    cpu family\t: 6
                    model\t\t: 62
                    model name\t: Intel(R) Xeon(R) CPU E5-2650 v2 @ 2.60GHz
                    flags\t\t: fpu vme de pse tsc msr pae cx8 apic sse sse2 ht lm vmx ssse3 sse4_1 sse4_2 aes avx

                    """.formatted(number));
        }
        files.write("/proc/cpuinfo", processors.toString());
        files.write("/proc/meminfo", "MemTotal:       16307228 kB\nMemFree:         9813420 kB\n");
        for (String card : List.of("eth0", "eth1", "lo", "virbr0")) {
            files.makeDirectory("/sys/class/net/" + card);
        }
    }

    @Override
    public ObjectNode save() {
        return LabJson.object();
    }

    @Override
    public void restore(ObjectNode saved) {}

    @Override
    public void routes(LabHttp http) {}
}
