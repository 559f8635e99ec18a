package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.configfile.UnifiedDiff;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenVersion;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Condition;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step.Question;

/** What this guide asks people. */
final class Gates {
    private Gates() {}

    static Question hardware(Settings settings) {
        return new Question(
                situation -> "Is the hardware of every host supported by the new version?",
                situation -> "Look every host's model, network cards and storage adapters up in the vendor's hardware"
                        + " compatibility list for the new version. Note what you looked up. Go on only when all of"
                        + " it is listed.",
                situation -> situation.fact(XenFacts.HOSTS).stream()
                        .map(host -> Finding.pass(host.name() + " (" + host.address() + ") runs XenServer "
                                + host.version() + ", to become " + UpgradeSettings.to(settings)))
                        .toList(),
                Optional.empty(),
                false);
    }

    static Question cannotMove() {
        return new Question(
                situation -> "May these VMs be shut down and started again on this host afterwards?",
                situation -> "They cannot be moved while they run. Shut them down from inside first where you can: a"
                        + " guest without PV drivers does not hear a shutdown request, so Ostler can only switch it off"
                        + " (force=true). Go on: Ostler shuts down those that still run and starts them on this host"
                        + " when it is upgraded. Otherwise cancel the run here.",
                Gates::stuckFound,
                Optional.empty(),
                false);
    }

    private static List<Finding> stuckFound(Situation situation) {
        return new PoolView(situation)
                .stuck().stream()
                        .map(each -> Finding.warn(
                                each.guest().name() + " (" + each.guest().uuid() + "): " + each.why()))
                        .toList();
    }

    static Question install(Settings settings) {
        XenVersion to = UpgradeSettings.to(settings);
        return new Question(
                situation -> "Has the new version been installed on this host?",
                situation -> "Insert the installation media, boot the host from it and choose to upgrade the"
                        + " installation that is there (not a fresh one: that would lose the pool). Keep its address"
                        + " and password. When the host runs again, say go on. If its host key changed, compare the"
                        + " fingerprint with the one on the host's own screen and accept it here.",
                situation -> versionFound(settings, situation),
                Optional.of(new Condition("the host runs XenServer " + to, situation -> runs(situation, to))),
                true);
    }

    /** By the host itself: xapi may still be starting. */
    static boolean runs(Situation situation, XenVersion version) {
        return situation.known(XenFacts.PRODUCT_VERSION).map(version::equals).orElse(false);
    }

    private static List<Finding> versionFound(Settings settings, Situation situation) {
        return List.of(
                Finding.pass("wanted: XenServer " + UpgradeSettings.to(settings) + ", from "
                        + settings.text(UpgradeSettings.MEDIA)),
                situation
                        .known(XenFacts.PRODUCT_VERSION)
                        .map(version -> Finding.pass("the host says: XenServer " + version))
                        .orElse(Finding.unknown("the host does not answer")));
    }

    static Question newFiles(Settings settings) {
        return new Question(
                situation -> "Shall these files be replaced by CloudStack's?",
                situation -> "The host already has files of these names. Their differences to the management server's"
                        + " are shown; go on to have them replaced.",
                situation -> differences(settings, situation),
                Optional.empty(),
                false);
    }

    private static List<Finding> differences(Settings settings, Situation situation) {
        List<Finding> findings = new ArrayList<>();
        CopiedFiles.changes(settings, situation).forEach(change -> findings.add(Finding.warn(UnifiedDiff.of(change))));
        return findings;
    }
}
