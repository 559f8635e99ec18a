package org.ostler.guide.xenserver;

import java.util.Optional;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;

/** Whether an installed host is back: started anew, alive in xapi's eyes, with the new version in xapi's book. */
final class Return {
    private Return() {}

    static boolean isComplete(Settings settings, Situation situation) {
        return isRestarted(situation)
                && Gates.runs(situation, UpgradeSettings.to(settings))
                && inPool(situation)
                        .filter(host -> host.live() && host.version().equals(UpgradeSettings.to(settings)))
                        .isPresent();
    }

    private static boolean isRestarted(Situation situation) {
        String before = situation.recorded().getOrDefault("boot-id", "");
        return situation
                .known(XenFacts.BOOT_ID)
                .filter(now -> !now.equals(before))
                .isPresent();
    }

    private static Optional<XenPool.Member> inPool(Situation situation) {
        return situation.known(XenFacts.HOSTS).flatMap(hosts -> situation
                .known(XenFacts.INSTALLATION_UUID)
                .flatMap(self ->
                        hosts.stream().filter(host -> host.uuid().equals(self)).findFirst()));
    }

    static String progress(Settings settings, Situation situation) {
        if (situation.known(XenFacts.BOOT_ID).isEmpty()) {
            return "the host does not answer";
        }
        if (!isRestarted(situation)) {
            return "the host has not been restarted";
        }
        if (!Gates.runs(situation, UpgradeSettings.to(settings))) {
            return "the host still runs the earlier version";
        }
        return inPool(situation)
                .map(host -> host.live() ? "xapi still notes the earlier version" : "xapi does not see the host yet")
                .orElse("xapi does not answer yet");
    }
}
