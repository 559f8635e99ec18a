package org.ostler.lab;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Programs by which a simulated Linux host tells its name, its clock, its processes and whom it reaches. */
final class LinuxSurroundings {
    private static final int NO_PROGRAM = 127;

    private final ServiceHost host;
    private final LinuxFlavor flavor;

    private LinuxSurroundings(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    static void installOn(ServiceHost host, LinuxFlavor flavor) {
        LinuxSurroundings programs = new LinuxSurroundings(host, flavor);
        host.install("hostname", programs::hostname);
        host.install("ping", programs::ping);
        Optional<Program> plain = host.program("ps");
        host.install(
                "ps",
                call -> call.arguments().contains("-o")
                        ? programs.processes(call)
                        : plain.get().run(call));
        host.install(
                flavor.isRedHat() ? "/usr/libexec/qemu-kvm" : "qemu-system-x86_64", call -> said(call, flavor.qemu()));
        if (host.program("chronyc").isEmpty() && host.program("ntpq").isEmpty()) {
            host.systemd()
                    .add(
                            SystemdUnit.of(flavor.timeService() + ".service", "NTP client/server", true),
                            unit -> Optional.empty());
            host.install("chronyc", programs::chronyc);
            host.install("ntpq", programs::ntpq);
        }
        host.install("ntpctl", programs::ntpctl);
        if (flavor.hasSystemd()) {
            host.install("timedatectl", programs::timedatectl);
        }
    }

    private static int said(Invocation call, String line) throws IOException {
        call.println(line);
        return 0;
    }

    /** {@code --fqdn}: the first name of the line of /etc/hosts that names this host. */
    private int hostname(Invocation call) throws IOException {
        String own = host.files().text("/etc/hostname").orElse(host.name()).strip();
        List<String> words = call.arguments();
        boolean full = words.contains("-f") || words.contains("--fqdn") || words.contains("--long");
        if (!full) {
            return said(call, words.contains("-s") ? own.split("\\.", 2)[0] : own);
        }
        for (String line : host.files().text("/etc/hosts").orElse("").split("\n", -1)) {
            List<String> names = List.of(line.replaceFirst("#.*", "").strip().split("\\s+", -1));
            if (names.size() > 1 && names.subList(1, names.size()).contains(own)) {
                return said(call, names.get(1));
            }
        }
        call.complain("hostname: Name or service not known");
        return 1;
    }

    /** The lab's hosts reach whatever they ask for, as long as others reach them. */
    private int ping(Invocation call) throws IOException {
        List<String> words = call.arguments();
        String target = words.get(words.size() - 1);
        if (!host.isReachable()) {
            call.print("PING " + target + " (192.0.2.1) 56(84) bytes of data.\n\n--- " + target
                    + " ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms\n\n");
            return 1;
        }
        call.print("PING " + target + " (192.0.2.1) 56(84) bytes of data.\n"
                + "64 bytes from 192.0.2.1: icmp_seq=1 ttl=57 time=0.41 ms\n\n--- " + target
                + " ping statistics ---\n1 packets transmitted, 1 received, 0% packet loss, time 0ms\n");
        return 0;
    }

    /** {@code -o pid=,ppid=,comm=}: the system, its services, the login that asks. */
    private int processes(Invocation call) throws IOException {
        call.print("    1     0 " + (flavor.hasSystemd() ? "systemd" : "init") + "\n    2     0 kthreadd\n"
                + "    3     2 migration/0\n  801     1 sshd\n");
        TreeSet<String> running = new TreeSet<>();
        host.systemd().units().stream()
                .filter(unit -> unit.isActive() && unit.name.endsWith(".service") && !unit.name.startsWith("ssh"))
                .forEach(unit -> running.add(unit.name.substring(0, unit.name.lastIndexOf('.'))));
        int pid = 900;
        for (String name : running) {
            call.println(String.format(java.util.Locale.ROOT, "%5d     1 %s", pid++, name));
        }
        return said(call, " 2210   801 sshd\n 2214  2210 ps");
    }

    private boolean isInstalled(String service) {
        return host.systemd().unit(service).isPresent();
    }

    private boolean runs(String service) {
        return host.systemd().unit(service).filter(SystemdUnit::isActive).isPresent();
    }

    private static int missing(Invocation call) throws IOException {
        call.complain("bash: " + call.name() + ": command not found");
        return NO_PROGRAM;
    }

    private int chronyc(Invocation call) throws IOException {
        if (!isInstalled("chrony") && !isInstalled("chronyd")) {
            return missing(call);
        }
        if (!runs("chrony") && !runs("chronyd")) {
            return said(call, "506 Cannot talk to daemon") + 1;
        }
        call.print("""
                Reference ID    : C0000201 (192.0.2.1)
                Stratum         : 3
                System time     : 0.000012345 seconds slow of NTP time
                Last offset     : +0.000001234 seconds
                Leap status     : Normal
                """);
        return 0;
    }

    private int ntpq(Invocation call) throws IOException {
        if (!isInstalled("ntpd") && !isInstalled("ntp")) {
            return missing(call);
        }
        if (!runs("ntpd") && !runs("ntp")) {
            return said(call, "ntpq: read: Connection refused") + 1;
        }
        call.print("""
                     remote           refid      st t when poll reach   delay   offset  jitter
                ==============================================================================
                *192.0.2.1       .GPS.            1 u   23   64  377    0.184   -0.042   0.011
                """);
        return 0;
    }

    private int ntpctl(Invocation call) throws IOException {
        if (!isInstalled("openntpd")) {
            return missing(call);
        }
        return runs("openntpd")
                ? said(call, "4/4 peers valid, clock synced, stratum 3")
                : said(call, "ntpctl: connect: /var/run/ntpd.sock: No such file or directory") + 1;
    }

    private int timedatectl(Invocation call) throws IOException {
        String inStep = runs(flavor.timeService()) ? "yes" : "no";
        call.print(
                call.arguments().contains("show")
                        ? "Timezone=Etc/UTC\nLocalRTC=no\nCanNTP=yes\nNTP=" + inStep + "\nNTPSynchronized=" + inStep
                                + "\n"
                        : "               Time zone: Etc/UTC (UTC, +0000)\nSystem clock synchronized: " + inStep
                                + "\n              NTP service: active\n");
        return 0;
    }
}
