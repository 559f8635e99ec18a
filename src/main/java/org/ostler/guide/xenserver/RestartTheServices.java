package org.ostler.guide.xenserver;

import static org.ostler.procedure.Chapter.once;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step.On;

/** "Restart the management and usage services": once for all clusters. (The manual prints {@code start}.) */
final class RestartTheServices {
    /** A management server loads for minutes. Smaller: a slow one is called failed. Larger: a broken one is waited for. */
    private static final Duration LOADING = Duration.ofMinutes(15);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private RestartTheServices() {}

    static Chapter chapter(Settings settings) {
        String management = settings.text(UpgradeSettings.MANAGEMENT_SERVICE);
        String usage = settings.text(UpgradeSettings.USAGE_SERVICE);
        Fact<Boolean> managementRuns = runs(management);
        Fact<Boolean> usageRuns = runs(usage);
        return once(
                "restart-services",
                "Restart the services",
                step("restart-management", "Restart the management service")
                        .why("The server reads the OS types when it starts. One restart serves every cluster that is"
                                + " upgraded between the same two versions.")
                        .covers("XEN-63")
                        .on(On.MANAGEMENT_SERVER)
                        .looksAt(managementRuns, CloudFacts.CLUSTERS)
                        .oncePer(situation -> sameWork("management", situation))
                        .does(situation -> Works.restart(management))
                        .waitsFor(
                                "the service runs and its API answers",
                                situation -> situation.known(managementRuns).orElse(false)
                                        && situation.known(CloudFacts.CLUSTERS).isPresent(),
                                LOADING,
                                EVERY,
                                situation ->
                                        situation.known(CloudFacts.CLUSTERS).isPresent()
                                                ? "the API answers"
                                                : "the API does not answer yet")
                        .irreversible("A restart cannot be taken back; there is nothing left to take back either."),
                step("restart-usage", "Restart the usage service")
                        .why("As the management service; it has a process of its own.")
                        .covers("XEN-63")
                        .on(On.MANAGEMENT_SERVER)
                        .looksAt(usageRuns)
                        .oncePer(situation -> sameWork("usage", situation))
                        .does(situation -> Works.restart(usage))
                        .waitsFor(
                                "the service runs",
                                situation -> situation.known(usageRuns).orElse(false),
                                LOADING,
                                EVERY,
                                situation -> "the service does not run yet")
                        .irreversible("A restart cannot be taken back; there is nothing left to take back either."));
    }

    private static Fact<Boolean> runs(String service) {
        return Fact.onManagementServer("service " + service, CommandLine.of("service", service, "status"), Answer::ok);
    }

    private static String sameWork(String service, Situation situation) {
        return service + " " + situation.target().id() + " " + UpgradeSettings.from(situation.settings()) + " to "
                + UpgradeSettings.to(situation.settings());
    }
}
