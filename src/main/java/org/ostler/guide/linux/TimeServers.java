package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * chrony.conf, ntp.conf and openntpd's ntpd.conf with the chosen servers (KVM-18). Servers that are there stay as they
 * are; missing ones follow the last of them.
 */
final class TimeServers {
    private TimeServers() {}

    static String merged(String present, TimeService service, List<String> servers) {
        List<String> lines = new ArrayList<>(present.lines().toList());
        List<String> missing = servers.stream()
                .filter(server -> lines.stream().noneMatch(line -> names(line, server)))
                .map(service::server)
                .toList();
        if (missing.isEmpty()) {
            return present;
        }
        int last = lines.size();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().matches("(server|servers|pool|peer)\\s.*")) {
                last = i + 1;
            }
        }
        lines.addAll(last, missing);
        return String.join("\n", lines) + "\n";
    }

    private static boolean names(String line, String server) {
        String[] words = line.strip().split("\\s+", 3);
        return words.length >= 2
                && List.of("server", "servers", "pool", "peer").contains(words[0])
                && words[1].equals(server);
    }
}
