package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * /etc/sysconfig/iptables with rules that let TCP ports in (KVM-48, KVM-49). They come before the first rule of INPUT, as
 * {@code iptables -I} puts them; a rule that is there is not repeated, and everything else stays. The counters of a dump
 * would make every file another one: that is why it is merged and not dumped.
 */
final class IptablesFile {
    private static final List<String> EMPTY =
            List.of("*filter", ":INPUT ACCEPT [0:0]", ":FORWARD ACCEPT [0:0]", ":OUTPUT ACCEPT [0:0]", "COMMIT");

    private IptablesFile() {}

    /** @param ports numbers, or ranges with a colon */
    static String merged(String present, List<String> ports) {
        List<String> lines = new ArrayList<>(present.lines().toList());
        List<String> missing = missing(present, ports);
        if (missing.isEmpty()) {
            return present;
        }
        int table = lines.indexOf("*filter");
        if (table < 0) {
            table = lines.size();
            lines.addAll(EMPTY);
        }
        int at = table + 1;
        while (at < lines.size()
                && !lines.get(at).startsWith("-A INPUT")
                && !lines.get(at).equals("COMMIT")) {
            at++;
        }
        lines.addAll(at, missing.stream().map(IptablesFile::rule).toList());
        return String.join("\n", lines) + "\n";
    }

    static String rule(String port) {
        return "-A INPUT -p tcp -m tcp --dport " + port + " -j ACCEPT";
    }

    /** Ports that no rule of this text (a file, or what {@code iptables-save} prints) lets in from everywhere. */
    static List<String> missing(String text, List<String> ports) {
        return ports.stream()
                .filter(port -> text.lines().map(String::strip).noneMatch(rule(port)::equals))
                .toList();
    }
}
