package org.ostler.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.plan.Plan;
import org.ostler.plan.PlannedStep;
import org.ostler.procedure.Action;
import org.ostler.procedure.Check.Verdict;
import org.ostler.procedure.Target;

/**
 * A plan arranged for reading: what is the same on many hosts is said once, with the hosts' names beside it.
 *
 * @param passed how many checks passed
 */
public record PlanReview(List<CheckGroup> checks, long passed, List<FileGroup> files, List<StepGroup> steps) {

    /** The same verdict on some hosts. */
    public record CheckGroup(
            String key, String title, Verdict verdict, String seen, String remedy, List<String> hosts) {
        public List<String> shown() {
            return HostRanges.of(hosts);
        }
    }

    /** One path, with each different change of it. */
    public record FileGroup(String path, List<Variant> variants) {
        public int added() {
            return variants.stream()
                    .mapToInt(variant -> variant.diff().added())
                    .max()
                    .orElse(0);
        }

        public int removed() {
            return variants.stream()
                    .mapToInt(variant -> variant.diff().removed())
                    .max()
                    .orElse(0);
        }

        /** In anchors. */
        public String anchor() {
            return "file-" + Integer.toHexString(path.hashCode());
        }
    }

    /**
     * @param hosts that get this
     * @param own lines that some of them get instead; without any, all get exactly this
     */
    public record Variant(DiffView diff, List<String> hosts, List<Own> own) {
        Variant(DiffView diff, List<String> hosts) {
            this(diff, hosts, List.of());
        }

        /** Whose lines the whole difference shows. */
        public String example() {
            return hosts.get(0);
        }

        public List<String> shown() {
            return HostRanges.of(hosts);
        }
    }

    /** Lines that only these hosts get, in a change that is otherwise that of others. */
    public record Own(List<String> hosts, List<DiffView.Row> rows) {}

    /** Steps that show the same on some targets. */
    public record StepGroup(PlannedStep step, List<String> commands, List<String> targets) {
        public List<String> shown() {
            return HostRanges.of(targets);
        }

        /** What cannot be known now, unless a rule beside it already says so. */
        public String unpredictable() {
            return step.unpredictable()
                    .filter(why -> step.templates().stream()
                            .noneMatch(template -> template.rule().equals(why)))
                    .orElse("");
        }
    }

    static PlanReview of(Plan plan) {
        return new PlanReview(checks(plan), passed(plan), files(plan), steps(plan));
    }

    private static long passed(Plan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.checks().stream())
                .filter(check -> check.verdict() == Verdict.PASS)
                .count();
    }

    private static List<CheckGroup> checks(Plan plan) {
        Map<List<Object>, CheckGroup> groups = new LinkedHashMap<>();
        for (PlannedStep step : plan.steps()) {
            for (PlannedStep.CheckResult check : step.checks()) {
                if (check.verdict() != Verdict.PASS) {
                    CheckGroup group = groups.computeIfAbsent(
                            List.of(check.key(), check.verdict(), check.seen()),
                            unseen -> new CheckGroup(
                                    check.key(),
                                    check.title(),
                                    check.verdict(),
                                    check.seen(),
                                    check.remedy(),
                                    new ArrayList<>()));
                    addOnce(group.hosts(), step.target().name());
                }
            }
        }
        return groups.values().stream()
                .sorted(Comparator.comparing((CheckGroup group) -> group.verdict() == Verdict.WARN))
                .toList();
    }

    private static List<FileGroup> files(Plan plan) {
        Map<String, Map<List<Object>, Variant>> paths = new LinkedHashMap<>();
        for (PlannedStep step : plan.steps()) {
            for (Action action : step.actions()) {
                for (FileChange change : action.changes()) {
                    Variant variant = paths.computeIfAbsent(change.path(), unseen -> new LinkedHashMap<>())
                            .computeIfAbsent(
                                    List.of(change.before(), change.after()),
                                    unseen -> new Variant(DiffView.of(change), new ArrayList<>()));
                    addOnce(variant.hosts(), step.target().name());
                }
            }
        }
        List<FileGroup> groups = new ArrayList<>();
        paths.forEach((path, variants) -> groups.add(new FileGroup(
                path,
                OwnLines.together(variants.values().stream()
                        .sorted(Comparator.comparingInt(
                                (Variant variant) -> -variant.hosts().size()))
                        .toList()))));
        return groups;
    }

    private static List<StepGroup> steps(Plan plan) {
        Map<List<Object>, StepGroup> groups = new LinkedHashMap<>();
        for (PlannedStep step : plan.steps()) {
            List<String> commands = step.actions().stream()
                    .flatMap(action -> action.lines().stream().map(line -> prefix(step, action) + line))
                    .toList();
            List<Object> same = List.of(
                    step.key(),
                    step.need(),
                    commands,
                    step.templates(),
                    step.question(),
                    step.unpredictable().orElse(""));
            StepGroup group = groups.computeIfAbsent(same, unseen -> new StepGroup(step, commands, new ArrayList<>()));
            addOnce(group.targets(), step.target().name());
        }
        return List.copyOf(groups.values());
    }

    /** Where it happens, when that is another place than the step's target. */
    private static String prefix(PlannedStep step, Action action) {
        return switch (action.place()) {
            case HOST -> "";
            case MANAGEMENT_SERVER ->
                step.target().kind() == Target.Kind.MANAGEMENT_SERVER ? "" : "[management server] ";
            case CLOUDSTACK -> step.target().kind() == Target.Kind.CLOUDSTACK ? "" : "[CloudStack API] ";
        };
    }

    private static void addOnce(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    /** The first step that cannot be taken back. */
    static Optional<PlannedStep> firstIrreversible(Plan plan) {
        return plan.steps().stream()
                .filter(step -> step.irreversible().isPresent() && step.need() != PlannedStep.Need.NOT_NEEDED)
                .findFirst();
    }
}
