package org.ostler.guide.xenserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.facts.XenVersion;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step.Element;

/** Which OS types a pair of versions changes (XEN-62), and on which VMs. */
final class OsTypes {
    static final String BEFORE = "os-types";

    private static final List<String> VENDORS =
            List.of("CentOS ", "Oracle Enterprise Linux ", "Red Hat Enterprise Linux ");
    private static final XenVersion V56 = XenVersion.of("5.6");
    private static final XenVersion V56_SP2 = XenVersion.of("5.6 SP2");
    private static final XenVersion V602 = XenVersion.of("6.0.2");

    private OsTypes() {}

    /** Releases of the three vendors whose type changes; empty for pairs that the manual does not name. */
    static List<String> releases(Settings settings) {
        XenVersion from = UpgradeSettings.from(settings);
        XenVersion to = UpgradeSettings.to(settings);
        if (from.equals(V56) && to.equals(V56_SP2)) {
            return List.of("5.5");
        }
        if (from.equals(V56_SP2) && to.equals(V602)) {
            return List.of("5.6", "5.7");
        }
        return from.equals(V56) && to.equals(V602) ? List.of("5.5", "5.6", "5.7") : List.of();
    }

    /** The new type's description, when this one is to be changed. */
    static Optional<String> replacement(Settings settings, String description) {
        for (String vendor : VENDORS) {
            for (String release : releases(settings)) {
                if (description.equals(vendor + release + " (32-bit)")) {
                    return Optional.of("Other Linux (32-bit)");
                }
                if (description.equals(vendor + release + " (64-bit)")) {
                    return Optional.of("Other Linux (64-bit)");
                }
            }
        }
        return Optional.empty();
    }

    /** The manual changes the VMs on the hosts that are upgraded. */
    private static List<CloudFacts.Instance> candidates(Situation situation) {
        Set<String> here = Cloud.hostIds(situation);
        return ofXenServer(situation)
                .filter(vm -> vm.hostId().filter(here::contains).isPresent())
                .toList();
    }

    private static Stream<CloudFacts.Instance> ofXenServer(Situation situation) {
        return Cloud.userVms(situation)
                .filter(vm -> vm.hypervisor().isEmpty() || vm.hypervisor().equalsIgnoreCase("XenServer"));
    }

    /** VMs that run nowhere: CloudStack does not tell whether they will start on this cluster or on another one. */
    static Check stopped() {
        return new Check(
                "stopped-vms-keep-their-type",
                "no stopped VM has one of the OS types that are changed",
                "The manual changes the VMs on the upgraded hosts only. Edit the OS type of those in CloudStack that"
                        + " will start on this cluster, before they are started.",
                situation -> {
                    List<String> old = ofXenServer(situation)
                            .filter(vm -> vm.hostId().isEmpty())
                            .flatMap(vm -> change(situation, vm).stream())
                            .map(Element::title)
                            .toList();
                    return old.isEmpty()
                            ? Finding.pass("none has")
                            : Finding.warn(
                                    "these are stopped and keep their type, whichever cluster they will start on: "
                                            + String.join(", ", old));
                });
    }

    /** What this VM would be changed to. */
    private static Optional<Element> change(Situation situation, CloudFacts.Instance vm) {
        String description =
                situation.fact(CloudFacts.OS_TYPES).getOrDefault(vm.osType().orElse(""), "");
        return replacement(situation.settings(), description)
                .map(wanted ->
                        new Element(vm.id(), vm.name() + " (" + vm.instance() + "): " + description + " to " + wanted));
    }

    static List<Element> toChange(Situation situation) {
        return candidates(situation).stream()
                .flatMap(vm -> change(situation, vm).stream())
                .toList();
    }

    static boolean isChanged(Situation situation, Element element) {
        return toChange(situation).stream().noneMatch(open -> open.key().equals(element.key()));
    }

    static List<Action> change(Situation situation, Element element) {
        return wantedType(situation, element.key())
                .map(type -> List.of(update(element.key(), type)))
                .orElse(List.of());
    }

    /** The rule: a VM that is to be changed, to the type that belongs to its present one. */
    static boolean isAllowed(Situation situation, Action action) {
        return action instanceof Action.CallCloudStack call
                && call.command().equals("updateVirtualMachine")
                && wantedType(situation, call.parameters().getOrDefault("id", ""))
                        .equals(Optional.ofNullable(call.parameters().get("ostypeid")));
    }

    private static Optional<String> wantedType(Situation situation, String vm) {
        Map<String, String> types = situation.fact(CloudFacts.OS_TYPES);
        return candidates(situation).stream()
                .filter(candidate -> candidate.id().equals(vm))
                .findFirst()
                .flatMap(CloudFacts.Instance::osType)
                .flatMap(type -> replacement(situation.settings(), types.getOrDefault(type, "")))
                .map(wanted -> idOf(types, wanted));
    }

    private static String idOf(Map<String, String> types, String description) {
        return types.entrySet().stream()
                .filter(type -> type.getValue().equals(description))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new Fact.Unreadable("CloudStack has no OS type " + description));
    }

    /** Lines of {@code vm type}, of the VMs that will be changed. */
    static String present(Situation situation) {
        return candidates(situation).stream()
                .filter(vm -> wantedType(situation, vm.id()).isPresent())
                .map(vm -> vm.id() + " " + vm.osType().orElse(""))
                .collect(Collectors.joining("\n"));
    }

    static List<Action> changeBack(Situation situation) {
        return Baseline.noted(situation, BEFORE).entrySet().stream()
                .map(noted -> update(noted.getKey(), noted.getValue()))
                .toList();
    }

    private static Action update(String vm, String type) {
        return new Action.CallCloudStack("updateVirtualMachine", Map.of("id", vm, "ostypeid", type), Cloud.WRITE_LIMIT);
    }

    /** The manual changes VMs only: what is made from a template later gets the old type again. */
    static Check templates() {
        return new Check(
                "templates-keep-their-type",
                "no template has one of the OS types that are changed",
                "Edit the OS type of these templates in CloudStack: VMs made from them later would get the old type.",
                OsTypes::templatesFound);
    }

    private static Finding templatesFound(Situation situation) {
        List<String> old = situation.fact(CloudFacts.TEMPLATES).stream()
                .filter(template ->
                        replacement(situation.settings(), template.osTypeName()).isPresent())
                .map(template -> template.name() + " (" + template.osTypeName() + ")")
                .toList();
        return old.isEmpty()
                ? Finding.pass("none has")
                : Finding.warn("these keep the old type: " + String.join(", ", old));
    }

    /** Names the VMs, or says that the manual changes nothing for this pair of versions. */
    static Check pair() {
        return new Check("version-pair", "which OS types this pair of versions changes", "", situation -> {
            String pair = "from " + UpgradeSettings.from(situation.settings()) + " to "
                    + UpgradeSettings.to(situation.settings());
            List<String> releases = releases(situation.settings());
            if (releases.isEmpty()) {
                return Finding.pass(pair + " the manual changes no OS type: nothing to do");
            }
            List<String> here = toChange(situation).stream().map(Element::title).toList();
            return Finding.pass("CentOS, Oracle and Red Hat Enterprise Linux " + String.join(", ", releases)
                    + " become Other Linux; on the hosts of this cluster: "
                    + (here.isEmpty() ? "no VM" : String.join(", ", here)));
        });
    }
}
