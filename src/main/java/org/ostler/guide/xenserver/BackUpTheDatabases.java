package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Step.On;

/** "Back up the databases", on the management server. */
final class BackUpTheDatabases {
    private BackUpTheDatabases() {}

    static Chapter chapter(Settings settings) {
        Dump cloud = new Dump(settings, UpgradeSettings.CLOUD_DATABASE);
        Dump usage = new Dump(settings, UpgradeSettings.USAGE_DATABASE);
        return once(
                "back-up",
                "Back up the databases",
                step("keep-earlier-cloud-dump", "Keep the earlier dump of the database cloud")
                        .why("A dump of an earlier upgrade is not overwritten: it gets its own time as a suffix.")
                        .covers("XEN-61")
                        .on(On.MANAGEMENT_SERVER)
                        .looksAt(cloud.facts())
                        .requires(cloud.enoughRoom())
                        .neededWhen("there is an earlier dump", cloud::earlierOneExists)
                        .does(Works.late(
                                "mv -n -- <dump> <kept>",
                                "the earlier dump gets its own time of change as a suffix",
                                cloud::keepEarlier))
                        .verifiedBy("the name is free", situation -> !cloud.earlierOneExists(situation))
                        .undoneBy(Works.kept("The earlier dump keeps its new name.")),
                step("dump-cloud", "Dump the database cloud")
                        .why("Everything that follows changes what CloudStack knows. A dump in one transaction is the"
                                + " way back.")
                        .covers("XEN-61")
                        .on(On.MANAGEMENT_SERVER)
                        .looksAt(cloud.facts())
                        .requires(cloud.enoughRoom())
                        .does(situation -> cloud.make())
                        .verifiedBy("the dump is complete and readable by root only", cloud::isComplete)
                        .recognises(Troubles.databaseLogin())
                        .undoneBy(Works.kept("The dump stays: a backup is not taken back.")),
                step("keep-earlier-usage-dump", "Keep the earlier dump of the usage database")
                        .why("A dump of an earlier upgrade is not overwritten: it gets its own time as a suffix.")
                        .covers("XEN-61")
                        .on(On.MANAGEMENT_SERVER)
                        .looksAt(usage.facts())
                        .requires(usage.enoughRoom())
                        .neededWhen("there is an earlier dump", usage::earlierOneExists)
                        .does(Works.late(
                                "mv -n -- <dump> <kept>",
                                "the earlier dump gets its own time of change as a suffix",
                                usage::keepEarlier))
                        .verifiedBy("the name is free", situation -> !usage.earlierOneExists(situation))
                        .undoneBy(Works.kept("The earlier dump keeps its new name.")),
                step("dump-usage", "Dump the usage database")
                        .why("The usage server has a database of its own.")
                        .covers("XEN-61")
                        .on(On.MANAGEMENT_SERVER)
                        .looksAt(usage.facts())
                        .requires(usage.enoughRoom())
                        .does(situation -> usage.make())
                        .verifiedBy("the dump is complete and readable by root only", usage::isComplete)
                        .recognises(Troubles.databaseLogin())
                        .undoneBy(Works.kept("The dump stays: a backup is not taken back.")));
    }
}
