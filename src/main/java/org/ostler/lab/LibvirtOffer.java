package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * libvirt and QEMU as packages of a simulated host: installed on the hosts of the lab, and to be had again where they are
 * not. Without its package a program is not found and a unit is not known.
 */
final class LibvirtOffer {
    private static final List<String> FILES = List.of(
            Libvirtd.CONFIGURATION,
            "/etc/libvirt/libvirt.conf",
            "/etc/libvirt/qemu.conf",
            "/etc/default/libvirtd",
            "/etc/default/libvirt-bin",
            "/etc/sysconfig/libvirtd");

    private final LabPackages packages;
    private final Map<String, String> files = new TreeMap<>();

    private LibvirtOffer(LabPackages packages) {
        this.packages = packages;
    }

    static void installOn(ServiceHost host, LinuxFlavor flavor, LabPackages packages) {
        LibvirtOffer offer = new LibvirtOffer(packages);
        FILES.forEach(path -> host.files().text(path).ifPresent(text -> offer.files.put(path, text)));
        String daemon = daemon(flavor);
        String qemu = flavor.isRedHat() || flavor == LinuxFlavor.UBUNTU_12 ? "qemu-kvm" : "qemu-system-x86";
        boolean split = !flavor.isRedHat() && !flavor.isOld();
        offer.add(daemon, flavor.libvirt(), true);
        offer.add(qemu, "1:7.2", false);
        offer.guard(host, "libvirtd", daemon);
        offer.guard(host, "virsh", split ? "libvirt-clients" : daemon);
        offer.guard(host, flavor.isRedHat() ? "/usr/libexec/qemu-kvm" : "qemu-system-x86_64", qemu);
        if (split) {
            offer.add("libvirt-clients", flavor.libvirt(), false);
            offer.add("libvirt-daemon-driver-lxc", flavor.libvirt(), false);
        }
    }

    /** The package with the daemon. */
    static String daemon(LinuxFlavor flavor) {
        return flavor.isRedHat()
                ? "libvirt"
                : flavor == LinuxFlavor.UBUNTU_12 ? "libvirt-bin" : "libvirt-daemon-system";
    }

    private void add(String name, String version, boolean daemon) {
        packages.offer(new LabPackages.Offer(
                        name,
                        version,
                        there -> {
                            if (daemon) {
                                come(there);
                            }
                        },
                        gone -> {
                            if (daemon) {
                                units(gone).forEach(unit -> {
                                    gone.systemd().stop(unit);
                                    unit.absent = true;
                                });
                            }
                        }))
                .has(name, version);
    }

    /** Debian's package starts its service, Red Hat's waits for the next boot. */
    private void come(ServiceHost there) {
        units(there).forEach(unit -> unit.absent = false);
        files.forEach((path, text) -> {
            if (there.files().read(path).isEmpty()) {
                there.files().write(path, text);
            }
        });
        if (!there.files().exists("/etc/redhat-release")) {
            try {
                there.systemd().boot();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<SystemdUnit> units(ServiceHost host) {
        List<SystemdUnit> units = new ArrayList<>();
        for (String name : List.of("libvirtd.service", "libvirt-bin.service")) {
            host.systemd().known(name).ifPresent(units::add);
        }
        Libvirtd.SOCKETS.forEach(name -> host.systemd().known(name).ifPresent(units::add));
        return units;
    }

    private void guard(ServiceHost host, String program, String name) {
        host.program(program)
                .ifPresent(real -> host.install(program, call -> {
                    if (packages.version(name).isPresent()) {
                        return real.run(call);
                    }
                    call.complain("bash: line 1: " + program + ": command not found");
                    return 127;
                }));
    }
}
