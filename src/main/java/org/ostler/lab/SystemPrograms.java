package org.ostler.lab;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Programs around the machine itself that every simulated host has. */
final class SystemPrograms {
    private static final long DISK_KIB = 4_128_448;
    private static final long USED_KIB = 1_935_612;

    private static final Map<Character, String> DATE_FIELDS = Map.ofEntries(
            Map.entry('Y', "uuuu"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('H', "HH"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('F', "uuuu-MM-dd"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('a', "EEE"),
            Map.entry('b', "MMM"),
            Map.entry('Z', "'UTC'"));

    private SystemPrograms() {}

    static void installOn(LabHost host) {
        host.install("true", call -> 0);
        host.install("false", call -> 1);
        host.install("id", call -> {
            call.println(call.has('u') ? "0" : call.has('n') ? "root" : "uid=0(root) gid=0(root) groups=0(root)");
            return 0;
        });
        host.install("whoami", call -> said(call, "root"));
        host.install("hostname", call -> said(call, host.name()));
        host.install("uname", call -> said(call, uname(call)));
        host.install("date", SystemPrograms::date);
        host.install("uptime", SystemPrograms::uptime);
        host.install("df", SystemPrograms::diskFree);
        host.install("env", SystemPrograms::environment);
        host.install("getent", SystemPrograms::entries);
        host.install("ps", SystemPrograms::processes);
        host.install("kill", SystemPrograms::kill);
        host.install("sleep", SystemPrograms::sleep);
        host.install("which", call -> {
            boolean known = !call.operands().isEmpty()
                    && host.program(call.operands().get(0)).isPresent();
            return known ? said(call, "/usr/bin/" + call.operands().get(0)) : 1;
        });
    }

    private static int said(Invocation call, String line) throws IOException {
        call.println(line);
        return 0;
    }

    private static String uname(Invocation call) {
        String release = call.host().kernel();
        String all = "Linux " + call.host().name() + " " + release + " #1 SMP "
                + call.host().machine() + " GNU/Linux";
        return call.has('a')
                ? all
                : call.has('r')
                        ? release
                        : call.has('m')
                                ? call.host().machine()
                                : call.has('n') ? call.host().name() : "Linux";
    }

    private static int date(Invocation call) throws IOException {
        String format = call.arguments().stream()
                .filter(word -> word.startsWith("+"))
                .findFirst()
                .orElse("+%a %b %e %H:%M:%S UTC %Y");
        return said(call, date(format.substring(1), Instant.now()));
    }

    /** As strftime writes it, as far as people ask for it. */
    static String date(String format, Instant time) {
        ZonedDateTime now = time.atZone(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            char field = format.charAt(++i);
            text.append(
                    switch (field) {
                        case 's' -> Long.toString(time.getEpochSecond());
                        case 'N' -> String.format(Locale.ROOT, "%09d", now.getNano());
                        case 'e' -> String.format(Locale.ROOT, "%2d", now.getDayOfMonth());
                        case '%' -> "%";
                        default ->
                            DateTimeFormatter.ofPattern(DATE_FIELDS.getOrDefault(field, "'?'"), Locale.ENGLISH)
                                    .format(now);
                    });
        }
        return text.toString();
    }

    private static int uptime(Invocation call) throws IOException {
        Duration up = Duration.between(call.host().bootedAt(), Instant.now());
        String since = up.toDays() > 0
                ? up.toDays() + " days, " + String.format(Locale.ROOT, "%2d:%02d", up.toHoursPart(), up.toMinutesPart())
                : up.toHours() > 0
                        ? String.format(Locale.ROOT, "%2d:%02d", up.toHoursPart(), up.toMinutesPart())
                        : up.toMinutesPart() + " min";
        return said(
                call, " " + date("%T", Instant.now()) + " up " + since + ",  1 user,  load average: 0.08, 0.03, 0.01");
    }

    private static int diskFree(Invocation call) throws IOException {
        long used = call.host().files().isFull() ? DISK_KIB : USED_KIB;
        long free = DISK_KIB - used;
        boolean human = call.has('h');
        call.println(
                call.has('P')
                        ? "Filesystem         1024-blocks      Used Available Capacity Mounted on"
                        : "Filesystem           1K-blocks      Used Available Use% Mounted on");
        call.println(String.format(
                Locale.ROOT,
                "%-20s %9s %9s %9s %3d%% /",
                "/dev/sda1",
                human ? gib(DISK_KIB) : DISK_KIB,
                human ? gib(used) : used,
                human ? gib(free) : free,
                Math.round(100.0 * used / DISK_KIB)));
        return 0;
    }

    private static String gib(long kib) {
        return kib == 0 ? "0" : String.format(Locale.ROOT, "%.1fG", kib / 1048576.0);
    }

    /** Without a program it prints; with one it is that program. */
    private static int environment(Invocation call) throws IOException, InterruptedException {
        List<String> words = call.arguments();
        int at = 0;
        while (at < words.size() && words.get(at).contains("=")) {
            at++;
        }
        if (at < words.size()) {
            String word = words.get(at);
            Optional<Program> program = call.host().program(word);
            if (program.isEmpty()) {
                call.complain("env: ‘" + word + "’: No such file or directory");
                return 127;
            }
            return program.get()
                    .run(new Invocation(
                            call.host(),
                            words.subList(at, words.size()),
                            call.in(),
                            call.out(),
                            call.err(),
                            call.secret(),
                            call.directory()));
        }
        for (String line :
                List.of("HOME=/root", "LOGNAME=root", "PATH=" + HostPrograms.PATH, "SHELL=/bin/bash", "USER=root")) {
            call.println(line);
        }
        return 0;
    }

    private static int entries(Invocation call) throws IOException {
        List<String> words = call.operands();
        if (words.size() == 2 && words.get(0).equals("passwd") && words.get(1).matches("root|0")) {
            return said(call, "root:x:0:0:root:/root:/bin/bash");
        }
        if (words.size() == 2
                && words.get(0).equals("hosts")
                && words.get(1).equals(call.host().name())) {
            return said(call, "127.0.0.1       " + call.host().name());
        }
        return 2;
    }

    private static int processes(Invocation call) throws IOException {
        call.println("  PID TTY          TIME CMD");
        call.println("    1 ?        00:00:02 init");
        for (HostProcess process : call.host().processes()) {
            call.println(String.format(
                    Locale.ROOT, "%5d ?        00:00:00 %s", process.pid(), String.join(" ", process.words())));
        }
        return 0;
    }

    private static int kill(Invocation call) throws IOException {
        int exit = 0;
        for (String word : call.arguments()) {
            if (word.matches("\\d+")) {
                var victim = call.host().processes().stream()
                        .filter(process -> Integer.toString(process.pid()).equals(word))
                        .findFirst();
                victim.ifPresent(HostProcess::kill);
                if (victim.isEmpty()) {
                    call.complain("bash: kill: (" + word + ") - No such process");
                    exit = 1;
                }
            }
        }
        return exit;
    }

    /** As long as it says: people use it to wait for themselves. */
    private static int sleep(Invocation call) throws InterruptedException, IOException {
        try {
            Thread.sleep(Math.round(1000 * Double.parseDouble(call.arguments().get(0))));
            return 0;
        } catch (NumberFormatException | IndexOutOfBoundsException wrong) {
            call.complain("sleep: invalid time interval");
            return 1;
        }
    }
}
