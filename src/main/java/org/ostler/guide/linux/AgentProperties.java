package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ostler.configfile.FileChange;
import org.ostler.configfile.KeyValueFile;
import org.ostler.configfile.KeyValueFile.Setting;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.guide.linux.AgentSettings.CpuMode;
import org.ostler.network.NetworkSettings;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** The agent's own file: the CPU of guests (KVM-21), containers (LXC-07, LXC-08), the kind of bridges. */
final class AgentProperties {
    static final String PATH = "/etc/cloudstack/agent/agent.properties";

    /** CloudStack writes the key store's passphrase into it. */
    static final Set<String> SECRETS = Set.of("keystore.passphrase");

    private static final String BRIDGES = "network.bridge.type";

    /** The agent's own standard. */
    private static final String NATIVE = "native";

    private static final Pattern MODEL = Pattern.compile("<model name='([^']+)'|filename='x86_([^']+)\\.xml'");

    /** libvirt 1.1.3 and newer tell; one name a line. */
    private static final Fact<Set<String>> MODELS =
            Fact.onHost("cpu-models", CommandLine.of("virsh", "cpu-models", "x86_64"), answer -> {
                if (!answer.ok()) {
                    throw new Fact.Unreadable(
                            "virsh cpu-models failed: " + answer.err().strip());
                }
                return names(answer.out().lines().map(String::strip).toList());
            });

    /** Where the manual looks, and where newer packages of libvirt keep the same. */
    private static final Fact<Optional<String>> CPU_MAP = LinuxFacts.file("/usr/share/libvirt/cpu_map.xml");

    private static final Fact<Optional<String>> CPU_INDEX = LinuxFacts.file("/usr/share/libvirt/cpu_map/index.xml");

    static final List<Fact<?>> FACTS = java.util.stream.Stream.concat(
                    Agent.FACTS.stream(), java.util.stream.Stream.of(LinuxFacts.file(PATH), MODELS, CPU_MAP, CPU_INDEX))
            .toList();

    private AgentProperties() {}

    private static Set<String> names(List<String> lines) {
        return lines.stream().filter(name -> !name.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What this host's libvirt knows. */
    private static Set<String> models(Situation situation) {
        return situation.known(MODELS).orElseGet(() -> {
            String map = situation.fact(CPU_MAP).orElse("")
                    + situation.fact(CPU_INDEX).orElse("");
            return names(MODEL.matcher(map)
                    .results()
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .toList());
        });
    }

    /** The rules of {@code guest.cpu.mode}. */
    static Check cpu(Settings settings) {
        return new Check(
                "cpu-mode",
                "the CPU of guests can be had on this host",
                "Choose a model that this host's libvirt knows (virsh cpu-models x86_64), with the mode custom only.",
                situation -> {
                    String mode = settings.text(AgentSettings.CPU_MODE);
                    Optional<String> model = settings.given(AgentSettings.CPU_MODEL);
                    if (!mode.equals(CpuMode.CUSTOM)) {
                        return model.isPresent()
                                ? Finding.fail("a CPU model is chosen, which only the mode custom has")
                                : mode.equals(CpuMode.HOST_PASSTHROUGH)
                                        ? Finding.warn("guests see this host's CPU as it is: live migration needs"
                                                + " identical CPUs in the whole cluster")
                                        : Finding.pass(mode);
                    }
                    if (model.isEmpty()) {
                        return Finding.fail("the mode custom needs a CPU model");
                    }
                    return models(situation).contains(model.get())
                            ? Finding.pass("custom, " + model.get())
                            : Finding.fail("this host's libvirt knows no CPU model " + model.get());
                });
    }

    static Check directNetworking(Settings settings) {
        return new Check(
                "direct-networking",
                "system VMs find their networks",
                "Use direct networking only on hosts that run no system VMs.",
                situation -> settings.flag(AgentSettings.DIRECT_NETWORKING)
                        ? Finding.warn("containers sit on " + settings.text(AgentSettings.DIRECT_DEVICE)
                                + " directly: system VMs do not work on such a host")
                        : Finding.pass("containers sit on bridges"));
    }

    /** Lines of the guide for KVM. */
    static List<Setting> ofKvm(Settings settings) {
        List<Setting> wanted = new ArrayList<>();
        String mode = settings.text(AgentSettings.CPU_MODE);
        if (!mode.equals(AgentSettings.AS_IT_IS)) {
            wanted.add(new Setting("guest.cpu.mode", mode));
            settings.given(AgentSettings.CPU_MODEL)
                    .ifPresent(model -> wanted.add(new Setting("guest.cpu.model", model)));
        }
        bridges(settings).ifPresent(wanted::add);
        return wanted;
    }

    /** Lines of the guide for LXC. */
    static List<Setting> ofLxc(Settings settings) {
        List<Setting> wanted = new ArrayList<>(List.of(new Setting("hypervisor.type", "lxc")));
        if (settings.flag(AgentSettings.DIRECT_NETWORKING)) {
            wanted.add(new Setting("libvirt.vif.driver", "com.cloud.hypervisor.kvm.resource.DirectVifDriver"));
            wanted.add(new Setting("network.direct.source.mode", settings.text(AgentSettings.DIRECT_MODE)));
            wanted.add(new Setting("network.direct.device", settings.text(AgentSettings.DIRECT_DEVICE)));
        }
        bridges(settings).ifPresent(wanted::add);
        return wanted;
    }

    /**
     * Without the line the agent takes bridges for the kernel's. One that is there is changed back only together with the
     * network: a guide that leaves the network alone does not know better than the file.
     */
    private static Optional<Setting> bridges(Settings settings) {
        return NetworkSettings.isOpenVswitch(settings)
                ? Optional.of(new Setting(BRIDGES, "openvswitch"))
                : settings.text(GuardSettings.NETWORK).equals(GuardSettings.CONFIGURE)
                        ? Optional.of(new Setting(BRIDGES, NATIVE))
                        : Optional.empty();
    }

    /** A model is valid with custom only: with another mode a line of before goes. */
    static String merged(String present, List<Setting> lines) {
        List<Setting> wanted = lines.stream()
                .filter(line -> !line.key().equals(BRIDGES)
                        || !line.value().equals(NATIVE)
                        || present.lines().anyMatch(text -> text.matches("\\s*network\\.bridge\\.type\\s*=.*")))
                .toList();
        boolean other = wanted.stream()
                .anyMatch(line ->
                        line.key().equals("guest.cpu.mode") && !line.value().equals(CpuMode.CUSTOM));
        String base = other
                ? present.lines()
                        .filter(line -> !line.matches("\\s*guest\\.cpu\\.model\\s*=.*"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                : present;
        return KeyValueFile.tight().merged(base, wanted);
    }

    /** @throws Fact.Unreadable before the agent is installed: the file comes with it */
    static FileChange change(Situation situation, List<Setting> wanted) {
        Optional<String> present = situation.fact(LinuxFacts.file(PATH));
        if (present.isEmpty() && !Agent.isInstalled(situation)) {
            throw new Fact.Unreadable(PATH + " comes with cloudstack-agent, which is installed by an earlier step");
        }
        FileChange change = FileChange.write(PATH, present, merged(present.orElse(""), wanted));
        return new FileChange(change.path(), change.before(), change.after(), change.mode(), change.owner(), SECRETS);
    }
}
