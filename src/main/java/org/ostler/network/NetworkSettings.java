package org.ostler.network;

import static org.ostler.procedure.Setting.choice;
import static org.ostler.procedure.Setting.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ostler.procedure.Setting;
import org.ostler.procedure.Settings;

/**
 * What a person chooses of a host's network; the defaults are the manual's example (KVM-33). An empty text means "the
 * host's own": its present address, gateway, name servers, and the card that carries them.
 */
public final class NetworkSettings {
    static final String NATIVE = "native";
    static final String OPEN_VSWITCH = "openvswitch";
    static final String AS_THE_MANUAL = "manual";
    static final String AUTOMATIC = "automatic";

    /** One choice for the network and for the agent, which must be told of the bridges that it finds. */
    public static final Setting BRIDGE_TYPE = choice(
                    "bridge-type", "Kind of bridges, in the network and for the agent", NATIVE, NATIVE, OPEN_VSWITCH)
            .from("KVM-43");

    public static final Setting BACKEND = choice(
            "network-files",
            "Files to write the network in",
            AUTOMATIC,
            AUTOMATIC,
            "ifcfg",
            "interfaces",
            "netplan",
            "keyfile");

    public static final Setting UPLINK = text(
                    "uplink", "Network card, or several for a bond (empty: the one in use)", "")
            .from("KVM-34")
            .optional();

    public static final Setting BOND_MODE = choice(
            "bond-mode",
            "Mode of a bond",
            "active-backup",
            "active-backup",
            "802.3ad",
            "balance-rr",
            "balance-xor",
            "broadcast",
            "balance-tlb",
            "balance-alb");

    public static final Setting BOND_MIIMON =
            Setting.of("bond-miimon", Setting.Type.NUMBER, "Milliseconds between looks at a bond's links", "100");

    public static final Setting MANAGEMENT_VLAN = Setting.of(
                    "management-vlan", Setting.Type.NUMBER, "VLAN of the management network (empty: untagged)", "100")
            .from("KVM-33")
            .optional();

    public static final Setting MANAGEMENT_ADDRESS = text(
                    "management-address",
                    "Management address as 192.168.42.11/24, or host=address for several (empty: as it is)",
                    "")
            .from("KVM-35")
            .optional();

    public static final Setting GATEWAY =
            text("gateway", "Gateway (empty: as it is)", "").from("KVM-33").optional();

    public static final Setting NAME_SERVERS = text("name-servers", "Name servers (empty: as they are)", "")
            .from("KVM-39")
            .optional();

    public static final Setting SEARCH_DOMAIN = text("search-domain", "Domain to search (empty: as it is)", "")
            .from("KVM-39")
            .optional();

    public static final Setting PUBLIC_BRIDGE =
            text("public-bridge", "Bridge of the public network", "cloudbr0").from("KVM-31");

    public static final Setting PUBLIC_VLAN = Setting.of(
                    "public-vlan", Setting.Type.NUMBER, "VLAN of the public network (empty: untagged)", "200")
            .from("KVM-33")
            .optional();

    public static final Setting PUBLIC_UPLINK = text(
                    "public-uplink", "Network card of the public network (empty: the same)", "")
            .optional();

    public static final Setting PRIVATE_BRIDGE =
            text("private-bridge", "Bridge of the private network", "cloudbr1").from("KVM-31");

    public static final Setting PRIVATE_VLAN = Setting.of(
                    "private-vlan", Setting.Type.NUMBER, "VLAN of the private network (empty: untagged)", "300")
            .from("KVM-33")
            .optional();

    public static final Setting PRIVATE_UPLINK = text(
                    "private-uplink", "Network card of the private network (empty: the same)", "")
            .optional();

    public static final Setting STP = choice(
                    "stp",
                    "Spanning tree on bridges (manual: on for Red Hat, off for others)",
                    AS_THE_MANUAL,
                    AS_THE_MANUAL,
                    "on",
                    "off")
            .from("KVM-36");

    public static final Setting FORWARD_DELAY = Setting.of(
                    "forward-delay", Setting.Type.NUMBER, "Forward delay of bridges in seconds", "5")
            .from("KVM-36");

    public static final Setting MTU = Setting.of(
                    "mtu", Setting.Type.NUMBER, "MTU of all these interfaces (empty: as it is)", "")
            .optional();

    public static final Setting SWITCH =
            text("switch", "Switch of Open vSwitch", "cloudbr").from("KVM-43");

    public static final Setting MANAGEMENT_BRIDGE = text(
                    "management-bridge", "Open vSwitch: interface of the management network", "mgmt0")
            .from("KVM-43");

    public static final List<Setting> ALL = List.of(
            BRIDGE_TYPE,
            BACKEND,
            UPLINK,
            BOND_MODE,
            BOND_MIIMON,
            MANAGEMENT_VLAN,
            MANAGEMENT_ADDRESS,
            GATEWAY,
            NAME_SERVERS,
            SEARCH_DOMAIN,
            PUBLIC_BRIDGE,
            PUBLIC_VLAN,
            PUBLIC_UPLINK,
            PRIVATE_BRIDGE,
            PRIVATE_VLAN,
            PRIVATE_UPLINK,
            STP,
            FORWARD_DELAY,
            MTU,
            SWITCH,
            MANAGEMENT_BRIDGE);

    private NetworkSettings() {}

    public static boolean isOpenVswitch(Settings settings) {
        return settings.text(BRIDGE_TYPE).equals(OPEN_VSWITCH);
    }

    /**
     * The network that these settings mean on this host. Never throws: what makes no sense becomes a {@link Problem}.
     *
     * @param host the inventory's name, by which {@code management-address} may tell hosts apart
     */
    public static HostNetwork network(Settings settings, Present present, String host) {
        return new Layout(settings, present, host).network();
    }

    /** All that would not work, of the settings, of the network they mean, and of the host's files. */
    public static List<Problem> problems(Settings settings, Present present, String host) {
        Layout layout = new Layout(settings, present, host);
        HostNetwork network = layout.network();
        List<Problem> problems = new ArrayList<>(layout.problems());
        problems.addAll(network.problems(present));
        Optional<Backend> backend = backend(settings, present);
        backend.ifPresent(files -> problems.addAll(files.problems(network, present)));
        if (backend.isEmpty()) {
            problems.add(Problem.error(
                    "network-files",
                    "It is not known which network files this system reads.",
                    "Choose them in the settings."));
        }
        return List.copyOf(problems);
    }

    /** The files that the settings ask for, else the ones that the system uses; empty when neither is known. */
    public static Optional<Backend> backend(Settings settings, Present present) {
        String chosen = settings.text(BACKEND);
        return chosen.equals(AUTOMATIC)
                ? Backend.of(present)
                : Optional.of(Backend.valueOf(chosen.toUpperCase(Locale.ROOT)));
    }
}
