package org.ostler.look;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.HardwareFacts;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.OsRelease;
import org.ostler.facts.Place;
import org.ostler.facts.SoftwareFacts;
import org.ostler.facts.TimeFacts;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenMachineFacts;
import org.ostler.facts.XenPool;
import org.ostler.inventory.Hypervisor;
import org.ostler.network.NetworkFacts;
import org.ostler.network.SharedNetwork;

/**
 * The lines by which a host is described to people and compared with its cluster: what the manual wants alike, and
 * what explains a failed migration. Pure; read anew from the stored answers each time.
 */
public final class Portrait {
    private static final System.Logger LOG = System.getLogger(Portrait.class.getName());

    /** What every host of a cluster has for itself. */
    private static final Set<String> OWN = Set.of("role", "hostname");

    private record Trait(List<Fact<?>> facts, Function<Facts, Optional<Reading>> reader) {}

    private static final List<Trait> LINUX = List.of(
            new Trait(List.of(LinuxFacts.OS_RELEASE, LinuxFacts.REDHAT_RELEASE), Portrait::system),
            plain("kernel", MachineFacts.KERNEL, kernel -> kernel),
            plain("architecture", HardwareFacts.ARCHITECTURE, name -> name),
            plain("cpu", MachineFacts.CPU, MachineFacts.Cpu::model),
            plain("cpus", MachineFacts.CPU, MachineFacts.Cpu::count),
            set("cpu-flags", MachineFacts.CPU, MachineFacts.Cpu::flags),
            plain("memory", MachineFacts.MEMORY, gib -> gib + " GiB"),
            plain("libvirt", LinuxFacts.LIBVIRTD_VERSION, version -> version),
            new Trait(
                    SoftwareFacts.QEMU, facts -> SoftwareFacts.qemu(facts).map(version -> Reading.of("qemu", version))),
            plain("clock", TimeFacts.OFFSET, TimeFacts.Offset::inWords),
            plain("selinux", MachineFacts.SELINUX, mode -> mode),
            set("interfaces", MachineFacts.INTERFACES, names -> names),
            new Trait(SharedNetwork.FACTS, facts -> facts.answer(NetworkFacts.OLD_LINKS)
                    .map(links -> Reading.ofSet("network", SharedNetwork.of(facts)))),
            set("listening", LinuxFacts.LISTENING, ports -> ports));

    private static final List<Trait> XENSERVER = List.of(
            plain("version", XenFacts.PRODUCT_VERSION, version -> version),
            plain("build", XenFacts.INVENTORY, inventory -> inventory.getOrDefault("BUILD_NUMBER", "")),
            plain("kernel", MachineFacts.KERNEL, kernel -> kernel),
            inPool(XenMachineFacts.PATCHES, Portrait::hotfixes),
            ofMachine("cpu", XenMachineFacts.Machine::processor),
            ofMachine("cpus", XenMachineFacts.Machine::processors),
            ofMachine("cpu-features", machine -> machine.features().orElse("")),
            ofMachine("memory", machine -> machine.memory() + " GiB"),
            plain("pool", XenFacts.POOL, XenPool.Pool::name),
            inPool(XenFacts.POOL, Portrait::role),
            inPool(XenFacts.PIFS, Portrait::interfaces),
            inPool(XenFacts.PBDS, Portrait::storage));

    private static final List<Trait> OTHER = List.of(plain("hostname", MachineFacts.HOSTNAME, name -> name));

    private static final List<Trait> SERVER = List.of(
            onServer("os", LinuxFacts.OS_RELEASE, OsRelease::name),
            onServer("os", LinuxFacts.REDHAT_RELEASE, OsRelease::name),
            onServer("kernel", MachineFacts.KERNEL, kernel -> kernel),
            onServer("hostname", MachineFacts.HOSTNAME, name -> name));

    private Portrait() {}

    /** What has to be looked up for it; never empty, so that a look always connects. */
    public static List<Fact<?>> facts(Hypervisor hypervisor) {
        return facts(traits(hypervisor));
    }

    static List<Fact<?>> factsOfServer() {
        return facts(SERVER);
    }

    private static List<Fact<?>> facts(List<Trait> traits) {
        Map<String, Fact<?>> facts = new LinkedHashMap<>();
        traits.forEach(trait -> trait.facts().forEach(fact -> facts.putIfAbsent(Facts.key(fact), fact)));
        return List.copyOf(facts.values());
    }

    /** The lines that could be read, in the portrait's order. */
    public static List<Reading> of(Hypervisor hypervisor, Facts facts) {
        return read(traits(hypervisor), facts);
    }

    /** The lines of a management server. */
    public static List<Reading> ofServer(Facts facts) {
        return read(SERVER, facts);
    }

    private static List<Reading> read(List<Trait> traits, Facts facts) {
        List<Reading> readings = new ArrayList<>();
        for (Trait trait : traits) {
            try {
                trait.reader()
                        .apply(facts)
                        .filter(reading -> reading.set() || !reading.text().isBlank())
                        .filter(reading ->
                                readings.stream().noneMatch(known -> known.key().equals(reading.key())))
                        .ifPresent(readings::add);
            } catch (Fact.Unreadable unknown) {
                LOG.log(System.Logger.Level.DEBUG, "a line of the portrait is not known: {0}", unknown.getMessage());
            }
        }
        return readings;
    }

    /** Whether hosts of one cluster ought to have it in common. */
    public static boolean isCommon(Reading reading) {
        return !OWN.contains(reading.key());
    }

    /** Whether the pool itself sends no guests to the host at present. */
    static boolean isDisabledInItsPool(Facts facts) {
        try {
            return machine(facts).filter(machine -> !machine.enabled()).isPresent();
        } catch (Fact.Unreadable unknown) {
            return false;
        }
    }

    private static List<Trait> traits(Hypervisor hypervisor) {
        return switch (hypervisor) {
            case KVM, LXC -> LINUX;
            case XENSERVER -> XENSERVER;
            case HYPERV, VSPHERE -> OTHER;
        };
    }

    private static <T> Trait plain(String key, Fact<T> fact, Function<T, ?> words) {
        return new Trait(List.of(fact), facts -> facts.find(fact).map(value -> Reading.of(key, words.apply(value))));
    }

    private static <T> Trait onServer(String key, Fact<T> fact, Function<T, ?> words) {
        return plain(key, new Fact<>(fact.name(), Place.MANAGEMENT_SERVER, fact.look(), fact.parser()), words);
    }

    private static <T> Trait set(String key, Fact<T> fact, Function<T, ? extends Set<?>> words) {
        return new Trait(List.of(fact), facts -> facts.find(fact).map(value -> Reading.ofSet(key, words.apply(value))));
    }

    private static Trait ofMachine(String key, Function<XenMachineFacts.Machine, ?> words) {
        return inPool(XenMachineFacts.MACHINES, facts -> machine(facts)
                .map(machine -> Reading.of(key, words.apply(machine))));
    }

    /** Of what xapi says of the whole pool, the part about this host. */
    private static Trait inPool(Fact<?> fact, Function<Facts, Optional<Reading>> reader) {
        return new Trait(List.of(fact, XenFacts.INVENTORY), reader);
    }

    private static Optional<Reading> system(Facts facts) {
        return facts.find(LinuxFacts.OS_RELEASE)
                .or(() -> facts.find(LinuxFacts.REDHAT_RELEASE))
                .map(OsRelease::name)
                .map(name -> Reading.of("os", name));
    }

    private static Optional<XenMachineFacts.Machine> machine(Facts facts) {
        String uuid = facts.get(XenFacts.INSTALLATION_UUID);
        return facts.get(XenMachineFacts.MACHINES).stream()
                .filter(machine -> machine.uuid().equals(uuid))
                .findFirst();
    }

    private static Optional<Reading> hotfixes(Facts facts) {
        String uuid = facts.get(XenFacts.INSTALLATION_UUID);
        return Optional.of(Reading.ofSet(
                "hotfixes",
                facts.get(XenMachineFacts.PATCHES).stream()
                        .filter(patch -> patch.hosts().contains(uuid))
                        .map(XenMachineFacts.Patch::name)
                        .toList()));
    }

    private static Optional<Reading> role(Facts facts) {
        boolean coordinator = facts.get(XenFacts.POOL).master().equals(facts.get(XenFacts.INSTALLATION_UUID));
        return Optional.of(Reading.of("role", coordinator ? "coordinator" : "member"));
    }

    private static Optional<Reading> interfaces(Facts facts) {
        String uuid = facts.get(XenFacts.INSTALLATION_UUID);
        return Optional.of(Reading.ofSet(
                "interfaces",
                facts.get(XenFacts.PIFS).stream()
                        .filter(one -> one.host().equals(uuid))
                        .map(XenPool.Interface::device)
                        .toList()));
    }

    private static Optional<Reading> storage(Facts facts) {
        String uuid = facts.get(XenFacts.INSTALLATION_UUID);
        return Optional.of(Reading.ofSet(
                "storage",
                facts.get(XenFacts.PBDS).stream()
                        .filter(one -> one.host().equals(uuid) && one.attached())
                        .map(XenPool.Attachment::storageName)
                        .toList()));
    }
}
