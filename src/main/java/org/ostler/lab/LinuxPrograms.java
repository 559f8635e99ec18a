package org.ostler.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs of a Linux host that look: listening sockets, files newer than another, libvirt's versions, the journal. */
final class LinuxPrograms {
    private static final Pattern PORT = Pattern.compile("sport\\s*=\\s*:(\\d+)");

    private final ServiceHost host;
    private final LinuxFlavor flavor;

    private LinuxPrograms(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    static void installOn(ServiceHost host, LinuxFlavor flavor) {
        LinuxPrograms programs = new LinuxPrograms(host, flavor);
        host.install("ss", programs::ss);
        host.install("find", programs::find);
        host.install("libvirtd", programs::libvirtd);
        host.install("virsh", programs::virsh);
        if (flavor.hasSystemd()) {
            host.install("systemctl", new SystemctlProgram(host.systemd()));
            host.install("journalctl", programs::journalctl);
        } else {
            host.install("service", new SysvServiceProgram(host.systemd()));
        }
    }

    private int ss(Invocation call) throws IOException {
        boolean header = true;
        StringBuilder filter = new StringBuilder();
        for (String word : call.arguments()) {
            if (word.startsWith("-")) {
                header &= !word.equals("--no-header") && (word.startsWith("--") || word.indexOf('H') < 0);
            } else {
                filter.append(word).append(' ');
            }
        }
        TreeSet<Integer> ports = new TreeSet<>(List.of(22));
        host.systemd().units().stream().filter(SystemdUnit::isActive).forEach(unit -> ports.addAll(unit.ports));
        List<Integer> wanted = new ArrayList<>();
        Matcher matcher = PORT.matcher(filter);
        while (matcher.find()) {
            wanted.add(Integer.parseInt(matcher.group(1)));
        }
        if (header) {
            call.println("State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process");
        }
        for (int port : ports) {
            if (filter.isEmpty() || wanted.contains(port)) {
                int backlog = port == 22 ? 128 : 30;
                call.println(row(backlog, "0.0.0.0", port));
                call.println(row(backlog, "[::]", port));
            }
        }
        return 0;
    }

    private static String row(int backlog, String address, int port) {
        String peer = address + ":*";
        return String.format(Locale.ROOT, "LISTEN 0      %-6d %13s:%-5d %12s          ", backlog, address, port, peer);
    }

    /** {@code find PATH… -maxdepth 0 -newer FILE}, and without tests the paths themselves. */
    private int find(Invocation call) throws IOException {
        List<String> paths = new ArrayList<>();
        Optional<String> reference = Optional.empty();
        List<String> words = call.arguments();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-maxdepth", "-mindepth", "-type" -> i++;
                case "-newer" -> {
                    i++;
                    reference = Optional.of(words.get(i));
                }
                default -> paths.add(words.get(i));
            }
        }
        Optional<LabFileSystem.Entry> newerThan = reference.flatMap(host.files()::entry);
        if (reference.isPresent() && newerThan.isEmpty()) {
            call.complain("find: ‘" + reference.get() + "’: No such file or directory");
            return 1;
        }
        int exit = 0;
        for (String path : paths) {
            Optional<LabFileSystem.Entry> entry = host.files().entry(path);
            if (entry.isEmpty()) {
                call.complain("find: ‘" + path + "’: No such file or directory");
                exit = 1;
            } else if (newerThan.isEmpty()
                    || entry.get().modified().isAfter(newerThan.get().modified())) {
                call.println(path);
            }
        }
        return exit;
    }

    private int libvirtd(Invocation call) throws IOException {
        if (call.arguments().contains("--version") || call.arguments().contains("-V")) {
            call.println((flavor.hasSystemd() ? "libvirtd" : "/usr/sbin/libvirtd") + " (libvirt) " + flavor.libvirt());
            return 0;
        }
        call.complain("libvirtd: this host starts it as a service");
        return 1;
    }

    private int virsh(Invocation call) throws IOException {
        List<String> words = call.arguments();
        if (words.contains("--version") || words.contains("-v")) {
            call.println(flavor.libvirt());
            return 0;
        }
        Optional<String> uri = after(words, "-c");
        boolean runs =
                host.systemd().unit(flavor.service()).map(SystemdUnit::isActive).orElse(false);
        if (!runs) {
            call.complain("error: failed to connect to the hypervisor");
            call.complain(
                    "error: Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory");
            return 1;
        }
        if (uri.filter(wanted -> wanted.startsWith("lxc:") && flavor.isRedHat() && flavor.hasSystemd())
                .isPresent()) {
            call.complain("error: failed to connect to the hypervisor");
            call.complain("error: no connection driver available for " + uri.get());
            return 1;
        }
        String verb = words.stream()
                .filter(word -> !word.startsWith("-") && !word.equals(uri.orElse("")))
                .findFirst()
                .orElse("version");
        switch (verb) {
            case "version" ->
                call.print("Compiled against library: libvirt " + flavor.libvirt()
                        + "\nUsing library: libvirt " + flavor.libvirt() + "\nUsing API: QEMU " + flavor.libvirt()
                        + "\nRunning hypervisor: QEMU 7.2.9\n\n");
            case "nodeinfo" -> call.print("""
                    CPU model:           x86_64
                    CPU(s):              8
                    CPU frequency:       2400 MHz
                    CPU socket(s):       1
                    Core(s) per socket:  4
                    Thread(s) per core:  2
                    NUMA cell(s):        1
                    Memory size:         16307228 KiB

                    """);
            case "list" ->
                call.print(
                        words.contains("--name")
                                ? "\n"
                                : flavor.isOld()
                                        ? " Id Name                 State\n----------------------------------\n\n"
                                        : " Id   Name   State\n--------------------\n\n");
            default -> {
                call.complain("error: unknown command: '" + verb + "'");
                return 1;
            }
        }
        return 0;
    }

    private static Optional<String> after(List<String> words, String option) {
        int at = words.indexOf(option);
        return at >= 0 && at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
    }

    private int journalctl(Invocation call) throws IOException {
        List<String> words = call.arguments();
        int at = words.indexOf("-u");
        String unit = at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "libvirtd";
        List<String> lines = host.systemd().journal(unit);
        if (lines.isEmpty()) {
            call.println("-- No entries --");
        }
        for (String line : lines) {
            call.println("Nov 22 12:00:00 " + host.name() + " " + line);
        }
        return 0;
    }
}
