package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Stop;
import org.ostler.procedure.Target;

/** A rack's plan is read once, not fifty times. */
class PlanReviewTest {
    private static final int HOSTS = 50;
    private static final String PATH = "/etc/libvirt/libvirtd.conf";

    private static Plan plan() {
        List<HostInScope> hosts = new ArrayList<>();
        List<PlannedStep> steps = new ArrayList<>();
        for (int i = 1; i <= HOSTS; i++) {
            Target host = new Target(Target.Kind.HOST, new UUID(0, i), String.format(Locale.ROOT, "rack%02d", i));
            hosts.add(new HostInScope(host, "192.0.2." + i, Optional.empty()));
            String before = i == 17 || i == 33 ? "listen_tcp = 0\n# by hand, host " + i + "\n" : "listen_tcp = 0\n";
            steps.add(step(
                    steps.size() + 1,
                    "write",
                    host,
                    Action.write(FileChange.write(PATH, Optional.of(before), before.replace("0", "1")))));
            steps.add(step(
                    steps.size() + 1,
                    "restart",
                    host,
                    new Action.RunCommand(
                            Place.HOST,
                            CommandLine.of("systemctl", "restart", "libvirtd"),
                            new Stop.Finish(),
                            Optional.empty(),
                            java.util.Set.of(0))));
        }
        return new Plan(
                UUID.randomUUID(),
                1,
                "kvm-host",
                2,
                "KVM host",
                Optional.empty(),
                Optional.of("kvm-rack"),
                hosts,
                Optional.empty(),
                Map.of(),
                "ann",
                Instant.EPOCH,
                Plan.State.DRAFT,
                "digest",
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                steps);
    }

    private static PlannedStep step(int order, String key, Target host, Action action) {
        return new PlannedStep(
                key + "@" + host.name(),
                order,
                "chapter",
                key,
                key,
                "",
                host,
                List.of(),
                PlannedStep.Need.NEEDED,
                "",
                List.of(),
                List.of(action),
                List.of(),
                Optional.empty(),
                List.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    @Test
    void whatIsTheSameOnFortyEightHostsIsShownOnceAndTheOthersApart() {
        PlanReview review = PlanReview.of(plan());
        assertEquals(1, review.files().size());
        List<PlanReview.Variant> variants = review.files().get(0).variants();
        assertEquals(
                List.of(48, 1, 1),
                variants.stream().map(each -> each.hosts().size()).toList());
        assertEquals(
                List.of("rack01–rack16", "rack18–rack32", "rack34–rack50"),
                variants.get(0).shown());
        assertEquals(List.of("rack17"), variants.get(1).shown());
        assertEquals(List.of("rack33"), variants.get(2).shown());
    }

    @Test
    void whatDiffersInAHostsOwnLinesIsShownOnceWithTheLinesOfEach() {
        List<PlannedStep> steps = new ArrayList<>();
        for (int i = 1; i <= HOSTS; i++) {
            Target host = new Target(Target.Kind.HOST, new UUID(0, i), String.format(Locale.ROOT, "rack%02d", i));
            String line = "192.0.2." + i + " " + host.name() + "\n";
            String before = i == 33 ? "# by hand\n" : "127.0.0.1 localhost\n";
            FileChange change = FileChange.write("/etc/hosts", Optional.of(before), before + line);
            steps.add(step(i, "hosts", host, Action.write(change)));
        }
        List<PlanReview.Variant> variants =
                PlanReview.of(plan().with(steps)).files().get(0).variants();
        assertEquals(1, variants.size());
        assertEquals(50, variants.get(0).hosts().size());
        PlanReview.Own second = variants.get(0).own().get(0);
        assertEquals(List.of("rack02"), second.hosts());
        assertEquals(
                List.of("192.0.2.2 rack02"),
                second.rows().stream().map(DiffView.Row::text).toList());
        PlanReview.Own byHand = variants.get(0).own().get(31);
        assertEquals(
                List.of("# by hand", "192.0.2.33 rack33"),
                byHand.rows().stream().map(DiffView.Row::text).toList());
    }

    @Test
    void aStepThatIsTheSameEverywhereIsOneStep() {
        List<PlanReview.StepGroup> steps = PlanReview.of(plan()).steps();
        assertEquals(2, steps.size(), steps::toString);
        assertEquals(List.of("rack01–rack50"), steps.get(1).shown());
    }
}
