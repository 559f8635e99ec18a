package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A rack of Debian hosts alike in one cluster, where {@code OSTLER_LAB_RACK} says how many: whether a run over fifty
 * hosts can still be read and watched is seen only with fifty hosts. Two of them are not quite like the others, as in
 * every rack. All have one root password, as machines have that were installed by one script.
 */
final class LinuxRack {
    static final String CLUSTER = "kvm-rack";
    private static final String NAME = "rack";

    /** Their addresses are those of one network, 192.0.2.101 and so on. */
    private static final int MOST = 150;

    private LinuxRack() {}

    /** @throws IllegalArgumentException for what is no number of hosts */
    static int size(String wanted) {
        if (wanted.isBlank()) {
            return 0;
        }
        if (!wanted.strip().matches("\\d{1,3}") || Integer.parseInt(wanted.strip()) > MOST) {
            throw new IllegalArgumentException(
                    "OSTLER_LAB_RACK is not a number of hosts between 0 and " + MOST + ": " + wanted);
        }
        return Integer.parseInt(wanted.strip());
    }

    static boolean holds(String host) {
        return host.matches(NAME + "\\d+");
    }

    static String address(String host) {
        return "192.0.2." + (100 + Integer.parseInt(host.substring(NAME.length())));
    }

    static List<ServiceHost> build(int size, LabClock clock) {
        List<ServiceHost> hosts = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            String name = String.format(Locale.ROOT, size > 99 ? "%s%03d" : "%s%02d", NAME, number);
            ServiceHost host = LinuxPart.build(name, LinuxFlavor.DEBIAN_12, clock);
            if (number % 50 == 17) {
                setByHand(host, "#listen_tcp = 1", "listen_tcp = 1");
            } else if (number % 50 == 33) {
                setByHand(host, "#mdns_adv = 1", "mdns_adv = 0");
            }
            hosts.add(host);
        }
        return hosts;
    }

    /** What somebody once did at two in the morning. */
    private static void setByHand(ServiceHost host, String before, String after) {
        String text = host.files().text(Libvirtd.CONFIGURATION).orElse("");
        host.files().write(Libvirtd.CONFIGURATION, text.replaceFirst("(?m)^" + before + "$", after));
    }

    /** CloudStack has the cluster; a lab that has its state from earlier gets it too. */
    static void tell(CloudState state) {
        if (state.clusters.stream().noneMatch(cluster -> cluster.name.equals(CLUSTER))) {
            CloudSeed.cluster(state, CLUSTER, "KVM");
        }
    }
}
