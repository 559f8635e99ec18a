package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a host is prepared with besides libvirt: its names, packages, clock, policies, firewall and CPU models. */
final class HostConfiguration {
    private static final String MODELS = """
            486
            pentium
            qemu64
            kvm64
            Nehalem
            Westmere
            SandyBridge
            IvyBridge
            """;

    private HostConfiguration() {}

    static LabPackages installOn(ServiceHost host, LinuxFlavor flavor) {
        boolean redHat = flavor.isRedHat();
        LabPackages packages = LabPackages.installOn(host, redHat);
        TimePrograms.installOn(host, flavor, packages);
        SecurityPrograms.installOn(host, redHat);
        FirewallPrograms.installOn(host, flavor);
        AgentSetup.offer(host, packages, redHat ? "4.18.2.0-1" : "4.18.2.0");
        host.install("diff", HostConfiguration::diff);
        Program copy = host.program("cp").orElseThrow();
        host.install("cp", call -> call.arguments().contains("--parents") ? copyWithParents(call) : copy.run(call));
        Program virsh = host.program("virsh").orElseThrow();
        host.install("virsh", call -> {
            if (call.operands().contains("cpu-models")) {
                call.print(MODELS);
                return 0;
            }
            return virsh.run(call);
        });
        if (!flavor.hasSystemd() && redHat) {
            host.install("chkconfig", call -> chkconfig(call, host));
        }
        return packages;
    }

    /** The name behind the first address that has the host's name. */
    static Optional<String> fullName(LabHost host) {
        return line(host).map(words -> words[1]);
    }

    /** Whatever its files say: it is on the network card. */
    static String address(String name) {
        if (LinuxRack.holds(name)) {
            return LinuxRack.address(name);
        }
        return "192.0.2." + (name.startsWith("lxc") ? "7" : "6") + name.replaceAll("\\D", "");
    }

    private static Optional<String[]> line(LabHost host) {
        return host.files()
                .text("/etc/hosts")
                .orElse("")
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                .filter(words -> words.length > 1
                        && Arrays.asList(words).subList(1, words.length).contains(host.name()))
                .findFirst();
    }

    private static int chkconfig(Invocation call, ServiceHost host) throws IOException {
        List<String> words = call.operands();
        Optional<SystemdUnit> unit = host.systemd().unit(words.isEmpty() ? "" : words.get(0));
        if (unit.isEmpty()) {
            call.complain(
                    "error reading information on service " + String.join(" ", words) + ": No such file or directory");
            return 1;
        }
        if (words.size() == 1) {
            return unit.get().enabled ? 0 : 1;
        }
        unit.get().enabled = words.get(1).equals("on");
        return 0;
    }

    /** {@code cp -a --parents SOURCE… DIRECTORY}: what is missing is told, the rest is copied. */
    private static int copyWithParents(Invocation call) throws IOException {
        List<String> operands = call.operands();
        String target = call.path(operands.get(operands.size() - 1));
        LabFileSystem files = call.host().files();
        int exit = 0;
        for (String source : operands.subList(0, operands.size() - 1)) {
            String from = call.path(source);
            if (!files.exists(from)) {
                call.complain("cp: cannot stat '" + source + "': No such file or directory");
                exit = 1;
            }
            Map<String, LabFileSystem.Entry> found = files.below(from);
            files.entry(from).ifPresent(entry -> found.put(from, entry));
            found.forEach((path, entry) -> {
                if (entry.link().isEmpty()) {
                    files.write(target + path, entry.bytes(), entry.mode(), entry.owner());
                } else {
                    files.link(target + path, entry.link());
                }
            });
        }
        return exit;
    }

    /** {@code diff -rq BEFORE AFTER} of two directories. */
    private static int diff(Invocation call) throws IOException {
        List<String> roots = call.operands();
        LabFileSystem files = call.host().files();
        for (String root : roots) {
            if (!files.exists(root)) {
                call.complain("diff: " + root + ": No such file or directory");
                return 2;
            }
        }
        TreeSet<String> names = new TreeSet<>();
        roots.forEach(root -> files.below(root).keySet().forEach(path -> names.add(path.substring(root.length()))));
        List<String> told = new ArrayList<>();
        for (String name : names) {
            Optional<byte[]> before = files.read(roots.get(0) + name);
            Optional<byte[]> after = files.read(roots.get(1) + name);
            if (before.isEmpty() || after.isEmpty()) {
                String path = roots.get(before.isEmpty() ? 1 : 0) + name;
                told.add("Only in " + path.substring(0, path.lastIndexOf('/')) + ": " + LabPaths.name(path));
            } else if (!Arrays.equals(before.get(), after.get())) {
                told.add("Files " + roots.get(0) + name + " and " + roots.get(1) + name + " differ");
            }
        }
        for (String line : told) {
            call.println(line);
        }
        return told.isEmpty() ? 0 : 1;
    }
}
