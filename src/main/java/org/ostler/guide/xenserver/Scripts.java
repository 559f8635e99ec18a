package org.ostler.guide.xenserver;

import java.util.List;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/**
 * Where CloudStack keeps its scripts on a host: the manual's time used /opt/xensource/bin, later releases
 * /opt/cloud/bin. Looked at before the upgrade and noted, because the installer takes them away.
 */
final class Scripts {
    static final String NOTE = "script-directory";
    static final String OLD = "/opt/xensource/bin";
    static final String NEW = "/opt/cloud/bin";
    static final String CLEAN_VLAN = "cloud-clean-vlan.sh";
    static final String PREPARE = "cloud-prepare-upgrade.sh";
    static final String MIGRATABLE = "make_migratable.sh";
    static final String SETUP = "setupxenserver.sh";

    static final Fact<Boolean> CLEAN_OLD = LinuxFacts.executable(OLD + "/" + CLEAN_VLAN);
    static final Fact<Boolean> CLEAN_NEW = LinuxFacts.executable(NEW + "/" + CLEAN_VLAN);
    static final Fact<Boolean> PREPARE_OLD = LinuxFacts.executable(OLD + "/" + PREPARE);
    static final Fact<Boolean> PREPARE_NEW = LinuxFacts.executable(NEW + "/" + PREPARE);
    static final Fact<?>[] FACTS = {CLEAN_OLD, CLEAN_NEW, PREPARE_OLD, PREPARE_NEW};

    private Scripts() {}

    static String directory(Situation situation) {
        String noted = situation.recorded().getOrDefault(NOTE, "");
        if (!noted.isEmpty()) {
            return noted;
        }
        boolean onlyNew = situation.known(CLEAN_NEW).orElse(false)
                && !situation.known(CLEAN_OLD).orElse(false);
        return onlyNew ? NEW : OLD;
    }

    static boolean isScriptDirectory(String directory) {
        return List.of(OLD, NEW).contains(directory);
    }

    static Check present() {
        return new Check(
                "scripts-are-there",
                "CloudStack's scripts are on the host",
                "Copy them from the management server's scripts directory, or let CloudStack set the host up.",
                situation -> {
                    String directory = directory(situation);
                    boolean old = directory.equals(OLD);
                    boolean clean = situation.fact(old ? CLEAN_OLD : CLEAN_NEW);
                    boolean prepare = situation.fact(old ? PREPARE_OLD : PREPARE_NEW);
                    return clean && prepare
                            ? Finding.pass("both are in " + directory)
                            : Finding.fail((clean ? PREPARE : CLEAN_VLAN) + " is not in " + OLD + " or " + NEW);
                });
    }
}
