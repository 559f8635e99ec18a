package org.ostler.guide.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.network.Backend;
import org.ostler.network.HostNetwork;
import org.ostler.network.NetworkChange;
import org.ostler.network.NetworkFacts;
import org.ostler.network.NetworkSettings;
import org.ostler.network.NetworkState;
import org.ostler.network.Present;
import org.ostler.network.Problem;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Probe;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** A host's network as it is and as the settings want it, and the guarded change between the two. */
record HostsNetwork(Settings settings, Situation situation) {
    /** Whether anything on the host can count down without Ostler. Only a plain "no" counts as one. */
    static final Fact<Boolean> TIMER = Fact.onHost(
            "a timer of its own",
            CommandLine.of(
                    "sh",
                    "-c",
                    "for program in systemd-run at setsid busybox; do command -v $program && exit 0; done; exit 1"),
            answer -> answer.exit() != 1);

    static final List<Fact<?>> FACTS = Stream.of(NetworkFacts.ALL, List.<Fact<?>>of(TIMER), VswitchScripts.FACTS)
            .flatMap(List::stream)
            .<Fact<?>>map(fact -> fact)
            .toList();

    boolean isWanted() {
        return settings.text(GuardSettings.NETWORK).equals(GuardSettings.CONFIGURE);
    }

    private Present present() {
        return NetworkFacts.present(situation.facts());
    }

    private HostNetwork wanted() {
        return NetworkSettings.network(settings, present(), situation.target().name());
    }

    private NetworkChange change() {
        return NetworkSettings.backend(settings, present())
                .map(backend -> backend.change(wanted(), present()))
                .orElse(NetworkChange.none());
    }

    boolean differs() {
        return isWanted() && !change().isEmpty();
    }

    boolean countsDown() {
        return situation.fact(TIMER);
    }

    /** What a plan shows, and refuses, before anything is touched. */
    Finding finding() {
        return isWanted() ? problems() : bridges();
    }

    private Finding problems() {
        List<Problem> problems =
                NetworkSettings.problems(settings, present(), situation.target().name());
        if (problems.isEmpty()) {
            return Finding.pass("the wanted network fits");
        }
        String words = String.join(
                " ",
                problems.stream()
                        .map(problem -> problem.where() + ": " + problem.what() + " " + problem.remedy())
                        .toList());
        return problems.stream().anyMatch(Problem::isError) ? Finding.fail(words) : Finding.warn(words);
    }

    /** KVM-42: what makes the host's own network scripts know Open vSwitch at boot. */
    Finding vswitchScripts() {
        return NetworkSettings.isOpenVswitch(settings)
                ? VswitchScripts.found(situation, backend(), isWanted())
                : Finding.pass("bridges of the kernel are chosen");
    }

    /** Whether the management server can be among the probes, and why not. */
    Finding managementProbe() {
        if (!isWanted()) {
            return Finding.pass("the network is left as it is");
        }
        if (settings.given(GuardSettings.MANAGEMENT_PORT).isEmpty()) {
            return Finding.pass("no port of the management server is asked for");
        }
        Optional<String> address = managementServer();
        if (address.isEmpty()) {
            return Finding.warn("the inventory knows no management server of this zone: a changed network is kept when"
                    + " the gateway and the further probes answer");
        }
        return isOfThisMachine(address.get())
                ? Finding.warn("the inventory's address of the management server is " + address.get()
                        + ", which leads nowhere from a host: a changed network is kept when the gateway and the"
                        + " further probes answer")
                : Finding.pass(address.get() + " must take connections on port "
                        + settings.text(GuardSettings.MANAGEMENT_PORT));
    }

    private Optional<String> managementServer() {
        return situation.host().flatMap(Situation.HostInScope::managementServer);
    }

    private static boolean isOfThisMachine(String address) {
        return address.startsWith("127.") || address.equals("localhost") || address.equals("::1");
    }

    /** KVM-31: at least the two that CloudStack is told of, and no other kind of interface under their names. */
    Finding bridges() {
        NetworkState state;
        try {
            state = NetworkFacts.state(situation.facts());
        } catch (Fact.Unreadable unknown) {
            return Finding.warn("the network could not be read: " + unknown.getMessage());
        }
        List<String> names = Stream.of(NetworkSettings.PUBLIC_BRIDGE, NetworkSettings.PRIVATE_BRIDGE)
                .map(settings::text)
                .toList();
        List<String> others = names.stream()
                .filter(name -> state.link(name).filter(link -> !isBridge(link)).isPresent())
                .toList();
        if (!others.isEmpty()) {
            return Finding.fail("no bridge: " + String.join(", ", others));
        }
        List<String> missing =
                names.stream().filter(name -> state.link(name).isEmpty()).toList();
        return missing.isEmpty()
                ? Finding.pass("both bridges are there")
                : Finding.warn("not there: " + String.join(", ", missing));
    }

    private static boolean isBridge(NetworkState.Link link) {
        return link.kind() == NetworkState.Kind.BRIDGE || link.kind() == NetworkState.Kind.OPEN_VSWITCH;
    }

    Action guarded(boolean timer) {
        NetworkChange change = change();
        return new Action.Guarded(
                change.files(), change.apply(), change.applyAfterRestore(), probes(), deadline(), newAddress(), timer);
    }

    /** A bridge's port forwards only after its delay, with the spanning tree protocol after twice that. */
    private Duration deadline() {
        int longest = wanted().bridges().stream()
                .mapToInt(HostNetwork.Bridge::forwardDelay)
                .max()
                .orElse(0);
        return Duration.ofSeconds(settings.number(GuardSettings.SECONDS) + 2L * longest);
    }

    private List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        wanted().addresses()
                .forEach(addressing -> addressing.gateway().map(Probe::gateway).ifPresent(probes::add));
        settings.given(GuardSettings.MANAGEMENT_PORT)
                .flatMap(port -> managementServer()
                        .filter(address -> !isOfThisMachine(address))
                        .map(address -> Probe.port(address, Integer.parseInt(port.strip()))))
                .ifPresent(probes::add);
        Arrays.stream(settings.text(GuardSettings.PROBES).split("[,\\s]+"))
                .filter(text -> !text.isBlank())
                .map(HostsNetwork::probe)
                .forEach(probes::add);
        return probes.stream().distinct().toList();
    }

    private static Probe probe(String text) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0
                && text.indexOf(':') == colon
                && text.substring(colon + 1).matches("\\d{1,5}");
        return port
                ? Probe.port(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)))
                : Probe.gateway(text);
    }

    /** Where the host is reached afterwards, when that is an address that it does not have now. */
    private Optional<String> newAddress() {
        NetworkState now = present().state();
        return wanted().addresses().stream()
                .filter(addressing -> addressing.gateway().isPresent())
                .flatMap(HostNetwork.Addressing::ipv4)
                .map(cidr -> cidr.toString().replaceFirst("/.*", ""))
                .filter(address -> now.carrying(address).isEmpty())
                .findFirst();
    }

    Optional<String> outOfBand() {
        return situation.host().flatMap(Situation.HostInScope::outOfBand);
    }

    boolean isOpenVSwitch() {
        return isWanted() && wanted().isOpenVSwitch();
    }

    Optional<Backend> backend() {
        return NetworkSettings.backend(settings, present());
    }
}
