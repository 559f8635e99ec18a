package org.ostler.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How libvirtd starts: which arguments it gets, what it makes of its configuration, on what it listens, and why it
 * refuses. With systemd it cannot take {@code --listen} while a socket of systemd's is active.
 */
final class Libvirtd implements Systemd.Starting {
    static final String CONFIGURATION = "/etc/libvirt/libvirtd.conf";
    static final String PID_FILE = "/var/run/libvirtd.pid";

    /** The sockets of the monolithic daemon. */
    static final List<String> SOCKETS = List.of(
            "libvirtd.socket",
            "libvirtd-ro.socket",
            "libvirtd-admin.socket",
            "libvirtd-tls.socket",
            "libvirtd-tcp.socket");

    private static final String CA = "/etc/pki/CA/cacert.pem";
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z_0-9]+)\\s*=\\s*(.*?)\\s*");
    private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"|-?\\d+|\\[.*]?");

    private final ServiceHost host;
    private final LinuxFlavor flavor;

    Libvirtd(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    @Override
    public Optional<String> start(SystemdUnit unit) throws InterruptedException {
        host.clock().pause(Duration.ofMillis(700));
        if (flavor.hasSystemd()) {
            startSockets();
        }
        List<String> arguments = List.of(arguments().split("\\s+"));
        boolean listens = arguments.contains("--listen") || arguments.stream().anyMatch(Libvirtd::isShortListen);
        if (listens && !host.systemd().activeSocketsOf(unit).isEmpty()) {
            return Optional.of("--listen parameter not permitted with systemd activation sockets, see 'man libvirtd'"
                    + " for further guidance");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        Optional<String> error = read(settings);
        if (error.isPresent()) {
            return error;
        }
        unit.ports = new ArrayList<>();
        if (listens && !settings.getOrDefault("listen_tls", "1").equals("0")) {
            String ca = settings.getOrDefault("ca_file", CA);
            if (host.files().read(ca).isEmpty()) {
                return Optional.of("Cannot read CA certificate '" + ca + "': No such file or directory");
            }
            unit.ports.add(Integer.parseInt(settings.getOrDefault("tls_port", "16514")));
        }
        if (listens && settings.getOrDefault("listen_tcp", "0").equals("1")) {
            unit.ports.add(Integer.parseInt(settings.getOrDefault("tcp_port", "16509")));
        }
        unit.arguments = String.join(" ", arguments).strip();
        host.files().write(PID_FILE, "2217\n");
        return Optional.empty();
    }

    @Override
    public void stopped(SystemdUnit unit) {
        host.files().remove(PID_FILE);
    }

    private static boolean isShortListen(String argument) {
        return argument.matches("-[a-z]*l[a-z]*");
    }

    /** The unit wants its first three sockets: each start of the service starts those that are not masked. */
    private void startSockets() throws InterruptedException {
        for (String name : SOCKETS.subList(0, 3)) {
            Optional<SystemdUnit> socket = host.systemd().unit(name);
            if (socket.isPresent() && !host.systemd().isMasked(socket.get())) {
                host.systemd().start(socket.get());
            }
        }
    }

    /** The last assignment in the environment file counts; without one the unit has {@code --timeout 120}. */
    private String arguments() {
        String value = flavor.hasSystemd() ? "--timeout 120" : "";
        for (String line : host.files().text(flavor.argumentsFile()).orElse("").split("\n", -1)) {
            String key = flavor.argumentsKey() + "=";
            if (line.startsWith(key)) {
                value = unquoted(line.substring(key.length()).strip());
            }
        }
        return flavor.hasSystemd() ? value : "--daemon " + value;
    }

    /** @return why the file cannot be read as configuration */
    private Optional<String> read(Map<String, String> settings) {
        String[] lines = host.files().text(CONFIGURATION).orElse("").split("\n", -1);
        boolean inList = false;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (inList) {
                inList = !line.contains("]");
                continue;
            }
            Matcher assignment = ASSIGNMENT.matcher(line);
            boolean assigns = assignment.matches();
            if (!assigns || !VALUE.matcher(assignment.group(2)).matches()) {
                return Optional.of("Can't load config file: configuration file syntax error: " + CONFIGURATION + ":"
                        + (i + 1) + ": expecting " + (assigns ? "a value" : "an assignment") + ": " + CONFIGURATION);
            }
            inList = assignment.group(2).startsWith("[") && !assignment.group(2).contains("]");
            settings.put(assignment.group(1), unquoted(assignment.group(2)));
        }
        return Optional.empty();
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
