package org.ostler.network;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.OsRelease;

/**
 * What a Linux host says of its network: links, addresses, routes, and the files they come from. iproute2 speaks JSON
 * from about 2018 on; older ones (EL 6 and 7, Ubuntu 12.04) are asked for text and {@code /sys}.
 */
public final class NetworkFacts {
    public static final Fact<Answer> LINKS = said("ip-links", "ip", "-j", "-d", "link");
    public static final Fact<Answer> ADDRESSES = said("ip-addresses", "ip", "-j", "addr");
    public static final Fact<Answer> ROUTES = said("ip-routes", "ip", "-j", "route");
    public static final Fact<Answer> ROUTES_6 = said("ip-routes-6", "ip", "-j", "-6", "route");

    public static final Fact<Answer> OLD_LINKS = said("ip-links-old", "ip", "-o", "link");
    public static final Fact<Answer> OLD_ADDRESSES = said("ip-addresses-old", "ip", "-o", "addr");
    public static final Fact<Answer> OLD_ROUTES = said("ip-routes-old", "ip", "route");
    public static final Fact<Answer> OLD_ROUTES_6 = said("ip-routes-6-old", "ip", "-6", "route");

    /** Answered by every kernel with the module loaded; a missing file means that there is no VLAN. */
    public static final Fact<Answer> VLAN_CONFIG =
            Fact.onHost("vlan-config", "/proc/net/vlan/config", answer -> answer);

    /** A bridge's switches as the kernel shows them, path and value on a line. */
    public static final Fact<Answer> BRIDGE_SWITCHES = said(
            "bridge-switches",
            "grep",
            "-r",
            "--include=stp_state",
            "--include=forward_delay",
            "",
            "/sys/devices/virtual/net");

    /** One path for each port of a bridge: {@code …/cloudbr0/brif/eth0.200}. */
    public static final Fact<Answer> BRIDGE_PORTS =
            said("bridge-ports", "find", "/sys/devices/virtual/net", "-maxdepth", "3", "-path", "*/brif/*");

    /** Names of bonds' members, path and names on a line. */
    public static final Fact<Answer> BOND_MEMBERS =
            said("bond-members", "grep", "-r", "--include=slaves", "", "/sys/devices/virtual/net");

    /** Open vSwitch's own view; not installed is an answer too. */
    public static final Fact<Answer> SWITCHES = said("ovs-switches", "ovs-vsctl", "--timeout=10", "show");

    /**
     * Every file that may say something of the network, each under a line with its length in bytes. A file with a secret
     * is named and not printed. The programs are those of EL 6: no globs, no shell.
     */
    public static final Fact<NetworkFiles> FILES = Fact.onHost(
            "network-files",
            CommandLine.of(
                    "find",
                    "/etc/network/interfaces",
                    "/etc/network/interfaces.d",
                    "/etc/netplan",
                    "/etc/sysconfig/network-scripts",
                    "/etc/NetworkManager/system-connections",
                    "/etc/cloud/cloud.cfg.d",
                    "-maxdepth",
                    "1",
                    "-type",
                    "f",
                    "-size",
                    "-64k",
                    "(",
                    "-path",
                    "/etc/network/*",
                    "-o",
                    "-name",
                    "*.yaml",
                    "-o",
                    "-name",
                    "ifcfg-*",
                    "-o",
                    "-name",
                    "*.nmconnection",
                    "-o",
                    "-name",
                    "99-disable-network-config.cfg",
                    ")",
                    "(",
                    "-exec",
                    "grep",
                    "-qiE",
                    "(psk|password|passphrase|secret|private[-_]key|wep[-_]key)[a-z0-9_-]*['\"]?[ \t]*[=: ]",
                    "{}",
                    ";",
                    "-printf",
                    "secret 0 %p\\n",
                    "-o",
                    "-printf",
                    "file %s %p\\n",
                    "-exec",
                    "cat",
                    "{}",
                    ";",
                    ")"),
            NetworkFacts::files);

    /** All looks that {@link #state} needs. */
    public static final List<Fact<?>> OF_STATE = List.of(
            LINKS,
            ADDRESSES,
            ROUTES,
            ROUTES_6,
            OLD_LINKS,
            OLD_ADDRESSES,
            OLD_ROUTES,
            OLD_ROUTES_6,
            VLAN_CONFIG,
            BRIDGE_SWITCHES,
            BRIDGE_PORTS,
            BOND_MEMBERS,
            SWITCHES);

    /** All looks that {@link #present} needs. */
    public static final List<Fact<?>> ALL = java.util.stream.Stream.concat(
                    java.util.stream.Stream.<Fact<?>>of(LinuxFacts.OS_RELEASE, LinuxFacts.REDHAT_RELEASE, FILES),
                    OF_STATE.stream())
            .toList();

    private static final Pattern HEADER = Pattern.compile("(file|secret) (\\d{1,7}) (/[^\n]*)\n");

    private NetworkFacts() {}

    /** @throws Fact.Unreadable when the host did not say enough */
    public static Present present(Facts facts) {
        OsRelease system = facts.find(LinuxFacts.OS_RELEASE)
                .or(() -> facts.find(LinuxFacts.REDHAT_RELEASE))
                .orElseThrow(() -> new Fact.Unreadable("neither /etc/os-release nor /etc/redhat-release tells"));
        return new Present(system, state(facts), facts.get(FILES));
    }

    /** @throws Fact.Unreadable when the host did not say enough */
    public static NetworkState state(Facts facts) {
        SortedMap<String, NetworkState.Link> links;
        TreeSet<NetworkState.Route> routes = new TreeSet<>();
        if (facts.answer(LINKS).filter(Answer::ok).isPresent()) {
            links = IpJson.links(facts.get(LINKS), facts.get(ADDRESSES));
            routes.addAll(IpJson.routes(facts.get(ROUTES)));
            facts.find(ROUTES_6).filter(Answer::ok).ifPresent(answer -> routes.addAll(IpJson.routes(answer)));
        } else {
            links = IpLines.links(
                    facts.get(OLD_LINKS),
                    facts.get(OLD_ADDRESSES),
                    new IpLines.Kernel(
                            lines(facts, VLAN_CONFIG),
                            lines(facts, BRIDGE_SWITCHES),
                            lines(facts, BRIDGE_PORTS),
                            lines(facts, BOND_MEMBERS)));
            routes.addAll(IpLines.routes(facts.get(OLD_ROUTES)));
            facts.find(OLD_ROUTES_6).filter(Answer::ok).ifPresent(answer -> routes.addAll(IpLines.routes(answer)));
        }
        return new NetworkState(
                facts.find(SWITCHES)
                        .filter(Answer::ok)
                        .map(answer -> OvsShow.overlaid(links, answer.out()))
                        .orElse(links),
                routes);
    }

    private static List<String> lines(Facts facts, Fact<Answer> fact) {
        return facts.answer(fact).map(answer -> answer.out().lines().toList()).orElse(List.of());
    }

    private static Fact<Answer> said(String name, String program, String... arguments) {
        return Fact.onHost(name, CommandLine.of(program, arguments), answer -> answer);
    }

    /** Lengths are in bytes, as the host counts them. */
    private static NetworkFiles files(Answer answer) {
        byte[] all = answer.out().getBytes(StandardCharsets.UTF_8);
        Map<String, String> texts = new TreeMap<>();
        TreeSet<String> unread = new TreeSet<>();
        int at = 0;
        while (at < all.length) {
            Matcher header = header(all, at)
                    .orElseThrow(() -> new Fact.Unreadable("the network's files hold text that is not UTF-8"));
            at += header.group().getBytes(StandardCharsets.UTF_8).length;
            int length = Integer.parseInt(header.group(2));
            if (at + length > all.length) {
                throw new Fact.Unreadable("the answer ends inside " + header.group(3));
            }
            if (header.group(1).equals("secret")) {
                unread.add(header.group(3));
            } else {
                texts.put(header.group(3), new String(all, at, length, StandardCharsets.UTF_8));
            }
            at += length;
        }
        return new NetworkFiles(new TreeMap<>(texts), unread);
    }

    private static Optional<Matcher> header(byte[] all, int from) {
        int end = from;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        Matcher match =
                HEADER.matcher(new String(all, from, Math.min(end + 1, all.length) - from, StandardCharsets.UTF_8));
        return match.matches() ? Optional.of(match) : Optional.empty();
    }
}
