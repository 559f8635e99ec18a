package org.ostler.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ostler.guide.Library;
import org.ostler.guide.linux.ConfigureQemu;
import org.ostler.guide.linux.ConfigureTheAgent;
import org.ostler.guide.linux.ConfigureTheSecurityPolicies;
import org.ostler.guide.linux.InstallAndConfigureLibvirt;
import org.ostler.guide.linux.OpenTheFirewall;
import org.ostler.guide.linux.PrepareTheSystem;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;

/**
 * The file and command work of the KVM guide: its own steps, without those that install packages or change networks and
 * the firewall, which these hosts share with the machine. On each host eight files and two links are written and eight
 * commands run.
 */
final class KvmFileWork {
    static final String ID = "kvm-file-work";

    static final Map<String, String> SETTINGS = Map.of(
            "domain", "rack.example.org",
            "time-service", "chrony",
            "time-servers", "ntp1.example.org,ntp2.example.org",
            "cpu-mode", "host-model");

    private static final Set<String> LEFT_OUT = Set.of(
            "look-at-time-services",
            "stop-other-time-services",
            "install-time-service",
            "look-at-firewall",
            "open-ports",
            "keep-iptables");

    private KvmFileWork() {}

    static Optional<Guide> find(String id) {
        return Library.guide("kvm-host").filter(whole -> id.equals(ID)).map(KvmFileWork::partly);
    }

    private static Guide partly(Guide whole) {
        return new Guide(
                ID,
                1,
                "File and command work of the KVM guide",
                "",
                whole.hypervisors(),
                whole.settings(),
                KvmFileWork::chapters,
                whole.orderFacts(),
                whole.order(),
                whole.width(),
                whole.invariants(),
                whole.invariantFacts());
    }

    private static List<Chapter> chapters(Settings settings) {
        return Stream.of(
                        PrepareTheSystem.chapter(settings),
                        // Before libvirtd is restarted, which reads its file.
                        ConfigureQemu.chapter(settings),
                        InstallAndConfigureLibvirt.ofKvm(settings),
                        ConfigureTheAgent.ofKvm(settings),
                        ConfigureTheSecurityPolicies.chapter(settings),
                        OpenTheFirewall.chapter(settings))
                .map(chapter -> new Chapter(
                        chapter.key(),
                        chapter.title(),
                        chapter.scope(),
                        chapter.steps().stream()
                                .filter(step -> !LEFT_OUT.contains(step.key()))
                                .toList()))
                .toList();
    }
}
