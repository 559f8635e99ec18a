package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Linux hosts that wait to become hypervisors: a Debian and an EL 9 for KVM, an Ubuntu for containers; where the
 * environment has {@code OSTLER_LAB_LEGACY} also those of the manual's own time, EL 6.3 and Ubuntu 12.04, and Ubuntu
 * 22.04 and 24.04, each in a cluster of its own, because hosts of a cluster are alike; and a {@link LinuxRack}.
 */
final class LinuxPart implements Part {
    /** A host, what it is and the cluster it belongs to. */
    record Member(ServiceHost host, LinuxFlavor flavor, String cluster) {
        /** As the inventory spells it. */
        String hypervisor() {
            return cluster.equals(CloudSeed.CONTAINER_CLUSTER) ? "LXC" : "KVM";
        }
    }

    private final List<Member> members = new ArrayList<>();
    private final int rack;
    private DataCentre centre;

    LinuxPart() {
        this(LinuxRack.size(System.getenv().getOrDefault("OSTLER_LAB_RACK", "")));
    }

    /** @param rack how many hosts stand in it */
    LinuxPart(int rack) {
        this.rack = rack;
    }

    @Override
    public String key() {
        return "linux";
    }

    @Override
    public void start(DataCentre owner) {
        centre = owner;
        add("kvm1", LinuxFlavor.DEBIAN_12, CloudSeed.DEBIAN_CLUSTER);
        add("kvm2", LinuxFlavor.EL_9, CloudSeed.EL_CLUSTER);
        add("lxc1", LinuxFlavor.UBUNTU_22, CloudSeed.CONTAINER_CLUSTER);
        if (!System.getenv().getOrDefault("OSTLER_LAB_LEGACY", "").isBlank()) {
            add("kvm3", LinuxFlavor.EL_6, CloudSeed.LEGACY_CLUSTER);
            add("kvm4", LinuxFlavor.UBUNTU_12, "kvm-ubuntu-12");
            add("kvm5", LinuxFlavor.UBUNTU_22, "kvm-ubuntu-22");
            add("kvm6", LinuxFlavor.UBUNTU_24, "kvm-ubuntu-24");
        }
        if (rack > 0) {
            String password = LabPasswords.next(centre.random());
            LinuxRack.build(rack, centre.clock())
                    .forEach(host -> add(new Member(host, LinuxFlavor.DEBIAN_12, LinuxRack.CLUSTER), password));
        }
    }

    @Override
    public void open() {
        if (rack > 0) {
            LinuxRack.tell(centre.part(ManagementPart.class).state());
        }
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    private void add(String name, LinuxFlavor flavor, String cluster) {
        add(new Member(build(name, flavor, centre.clock()), flavor, cluster), LabPasswords.next(centre.random()));
    }

    private void add(Member member, String password) {
        ServiceHost host = member.host();
        host.rootPassword(password);
        host.hostKeyType(
                member.flavor() == LinuxFlavor.EL_6 ? "RSA" : member.flavor() == LinuxFlavor.EL_9 ? "EC" : "EdDSA");
        members.add(member);
        centre.add(host);
        try {
            host.systemd().boot();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** A host with its files, programs and units; nothing runs yet. */
    static ServiceHost build(String name, LinuxFlavor flavor, LabClock clock) {
        ServiceHost host = new ServiceHost(name, clock, flavor.kernel());
        files(host.files(), flavor, name);
        LinuxPrograms.installOn(host, flavor);
        units(host, flavor);
        LabPackages packages = HostConfiguration.installOn(host, flavor);
        LinuxHardware.installOn(host, flavor);
        LinuxNetwork.installOn(host, flavor);
        LinuxSurroundings.installOn(host, flavor);
        LibvirtOffer.installOn(host, flavor, packages);
        PackagePrograms.installOn(host, flavor);
        NetworkService.installOn(host, flavor);
        LabGuard.installOn(host, flavor);
        return host;
    }

    private static void units(ServiceHost host, LinuxFlavor flavor) {
        Systemd systemd = host.systemd();
        Libvirtd libvirtd = new Libvirtd(host, flavor);
        systemd.add(SystemdUnit.of("sshd.service", "OpenSSH server daemon", true), unit -> Optional.empty());
        if (!flavor.hasSystemd()) {
            systemd.add(SystemdUnit.of(flavor.service() + ".service", "libvirtd daemon", true), libvirtd);
            return;
        }
        for (String socket : Libvirtd.SOCKETS) {
            boolean usual = !socket.matches("libvirtd-t(ls|cp)\\.socket");
            systemd.add(
                    SystemdUnit.of(socket, "libvirt legacy monolithic daemon socket", usual), unit -> Optional.empty());
        }
        systemd.add(SystemdUnit.of("libvirtd.service", "libvirt legacy monolithic daemon", true), libvirtd);
        if (flavor == LinuxFlavor.EL_9) {
            for (String name : List.of("virtqemud", "virtproxyd", "virtnetworkd", "virtstoraged")) {
                for (String kind : List.of(".socket", "-ro.socket", "-admin.socket", ".service")) {
                    systemd.add(
                            SystemdUnit.of(name + kind, "libvirt modular daemon", kind.endsWith(".socket")),
                            started -> Optional.empty());
                }
            }
        }
    }

    private static void files(LabFileSystem files, LinuxFlavor flavor, String name) {
        if (!flavor.osRelease().isEmpty()) {
            files.write("/etc/os-release", flavor.osRelease());
        }
        if (!flavor.redhatRelease().isEmpty()) {
            files.write("/etc/redhat-release", flavor.redhatRelease());
        }
        files.write("/etc/hostname", name + "\n");
        files.write(
                "/etc/hosts",
                "127.0.0.1 localhost\n" + HostConfiguration.address(name) + " " + name + ".lab.example " + name + "\n");
        files.write(Libvirtd.CONFIGURATION, LabStore.text("linux/libvirtd.conf"));
        files.write("/etc/libvirt/libvirt.conf", LabStore.text("linux/libvirt.conf"));
        files.write("/etc/libvirt/qemu.conf", LabStore.text("linux/qemu.conf"));
        switch (flavor) {
            case DEBIAN_12 -> {
                files.write("/etc/default/libvirtd", LabStore.text("linux/default-libvirtd"));
                files.write("/etc/debian_version", "12.5\n");
            }
            case UBUNTU_12 -> files.write("/etc/default/libvirt-bin", """
                    # Defaults for libvirt-bin initscript

                    # Start libvirtd to handle qemu/kvm:
                    start_libvirtd="yes"

                    # options passed to libvirtd, add "-l" to listen on tcp
                    libvirtd_opts="-d"
                    """);
            case UBUNTU_20 -> files.write("/etc/default/libvirtd", """
                    # Defaults for libvirtd initscript (/etc/init.d/libvirtd)
                    # This is a POSIX shell fragment

                    # Start libvirtd to handle qemu/kvm:
                    start_libvirtd="yes"

                    # options passed to libvirtd, add "-l" to listen on tcp
                    #libvirtd_opts=""
                    """);
            case UBUNTU_22, UBUNTU_24 -> files.write("/etc/default/libvirtd", LabStore.text("linux/default-libvirtd"));
            case EL_6, EL_8 -> files.write("/etc/sysconfig/libvirtd", LabStore.text("linux/sysconfig-libvirtd"));
            case EL_9 -> files.write("/etc/sysconfig/network", "# Created by anaconda\n");
        }
        files.makeDirectory("/etc/sysconfig");
        files.makeDirectory("/etc/systemd/system");
        files.makeDirectory("/root");
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
