package org.ostler.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.audit.AuditEvent;
import org.ostler.lab.SimulatedPool;
import org.ostler.lab.SimulatedPool.Guest;
import org.ostler.lab.SimulatedPool.Member;

/**
 * What must be true of a rolling upgrade whatever goes wrong, asked of the pool itself at every moment: nothing of it
 * relies on what the engine believes.
 */
final class RollingTruth {
    /** What was to be seen when a host was asked. */
    private record Seen(Instant at, Set<String> outOfService, Set<String> missing) {}

    private final XenStage stage;
    private final SimulatedPool pool;
    private final Set<String> baseline;

    /** Those that have run all the time until the run noted what runs. */
    private final Set<String> steady;

    private final Map<String, String> pausedBefore;
    private final Map<String, List<Seen>> looks = new HashMap<>();
    final Set<String> broken = new java.util.LinkedHashSet<>();

    /** A failure tells what was seen then, and is compared then: what stops later is told by the next look. */
    private final Set<String> told = new java.util.HashSet<>();

    RollingTruth(XenStage stage) {
        this.stage = stage;
        this.pool = stage.pool;
        this.baseline = pool.running();
        this.steady = new TreeSet<>(baseline);
        this.pausedBefore = pool.paused();
        stage.commands = this::starts;
    }

    /** Asked at every moment. */
    void at(String moment) {
        Member coordinator = coordinator();
        pool.members().stream()
                .filter(one -> pool.isOlder(coordinator.version(), one.version()))
                .forEach(newer -> broken.add(newer.name() + " is newer than its coordinator"));
        Set<String> noted = ranAtTheBaseline();
        if (noted.isEmpty()) {
            steady.retainAll(pool.running());
        } else if (!noted.containsAll(steady)) {
            broken.add("what ran before the upgrade was noted without some of " + steady + ": " + noted);
        }
        int space = moment.indexOf(" seen xe host-list");
        if (space > 0 && pool.answers(moment.substring(0, space))) {
            looks.computeIfAbsent(moment.substring(0, space), any -> new ArrayList<>())
                    .add(new Seen(
                            pool.clock().instant(),
                            pool.members().stream()
                                    .filter(one -> !one.serves())
                                    .map(Member::uuid)
                                    .collect(Collectors.toSet()),
                            missing()));
        }
    }

    private Member coordinator() {
        return pool.members().stream().filter(Member::coordinator).findFirst().orElseThrow();
    }

    /** Guests that ran when the run first looked, run no longer, and were not shut down by the run. */
    private Set<String> missing() {
        Set<String> missing = new TreeSet<>(baseline);
        missing.retainAll(ranAtTheBaseline());
        missing.removeAll(pool.running());
        missing.removeAll(shutDown());
        return missing;
    }

    private Set<String> shutDown() {
        return stage.ledger.notes(stage.run).entrySet().stream()
                .filter(note -> note.getKey().startsWith("vms-to-shut-down"))
                .flatMap(note -> note.getValue().lines())
                .map(line -> line.split(" ", 2)[0])
                .collect(Collectors.toSet());
    }

    private void starts(String host, UUID command, List<String> words) {
        String line = String.join(" ", words);
        if (!line.startsWith("xe task-cancel")
                && stage.audit.events.stream()
                        .noneMatch(event -> event.kind() == AuditEvent.Kind.INTENT
                                && event.command().equals(Optional.of(command)))) {
            broken.add("not in the audit trail before it was done: " + line);
        }
        switch (words.size() > 1 && words.get(0).equals("xe") ? words.get(1) : "") {
            case "host-disable", "host-reboot" -> goesOut(host, argument(words, "uuid"), line);
            case "vm-migrate" -> moves(argument(words, "uuid"), argument(words, "host-uuid"), line);
            case "vm-start" -> moves(argument(words, "uuid"), argument(words, "on"), line);
            case "vm-shutdown" -> {
                if (!shutDown().contains(argument(words, "uuid"))) {
                    broken.add("nobody said that it may be shut down: " + line);
                }
            }
            default -> {
                // Nothing that is dangerous in a pool with two versions.
            }
        }
        goesOnWithoutAGuest(host, command, line);
    }

    /** What had stopped before the run looked for the first time, its baseline does not have. */
    private Set<String> ranAtTheBaseline() {
        return stage.ledger
                .notes(stage.run)
                .getOrDefault("running-vms", "")
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .collect(Collectors.toSet());
    }

    private static String argument(List<String> words, String key) {
        return words.stream()
                .filter(word -> word.startsWith(key + "="))
                .map(word -> word.substring(key.length() + 1))
                .findFirst()
                .orElse("");
    }

    private void goesOut(String host, String uuid, String line) {
        lastLook(host).ifPresent(seen -> {
            Set<String> others = new TreeSet<>(seen.outOfService);
            others.remove(uuid);
            if (!others.isEmpty()) {
                broken.add("a second host goes out of service while "
                        + others.stream()
                                .map(other -> pool.member(other).name())
                                .toList() + " is out: " + line + " on " + host);
            }
        });
        Member leaving = pool.member(uuid);
        if (!leaving.coordinator() && !coordinator().version().equals(pool.newVersion())) {
            broken.add("a member goes out of service before the coordinator is upgraded: " + line);
        }
    }

    private void moves(String guest, String target, String line) {
        Member there = pool.member(target);
        Optional<String> from = pool.guest(guest).map(Guest::host).filter(name -> !name.isEmpty());
        if (from.isPresent()
                && pool.isOlder(there.version(), pool.member(from.get()).version())) {
            broken.add("moved to an older host: " + line);
        }
        if (from.isEmpty() && pool.members().stream().anyMatch(one -> pool.isOlder(there.version(), one.version()))) {
            broken.add("started on an older host: " + line);
        }
    }

    private Optional<Seen> lastLook(String host) {
        List<Seen> all = looks.getOrDefault(host, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The line stops when a guest has stopped by accident: at the latest with the step that begins after that. */
    private void goesOnWithoutAGuest(String host, UUID command, String line) {
        for (StepEntry step : stage.steps()) {
            Optional<Attempt> attempt = step.attempts.stream()
                    .filter(one ->
                            one.isWork() && one.actions.stream().anyMatch(action -> action.command.equals(command)))
                    .findFirst();
            if (attempt.isEmpty() || stage.hostOf(step.id).isEmpty()) {
                continue;
            }
            Instant since = begun(step, attempt.get());
            looks.getOrDefault(host, List.of()).stream()
                    .filter(seen -> !seen.at.isBefore(since))
                    .findFirst()
                    .filter(seen -> !seen.missing.isEmpty())
                    .ifPresent(seen -> broken.add(
                            "went on with " + step.id + " although " + seen.missing + " had stopped: " + line));
        }
    }

    /** Elements of one try of a step are attempts of their own; the try began with the first of them. */
    private static Instant begun(StepEntry step, Attempt attempt) {
        Instant since = attempt.startedAt;
        for (int at = step.attempts.indexOf(attempt) - 1; at >= 0; at--) {
            Attempt earlier = step.attempts.get(at);
            if (earlier.state != StepState.SUCCEEDED || !earlier.isWork()) {
                return since;
            }
            since = earlier.startedAt;
        }
        return since;
    }

    /** Asked when the run is over and the pool has come to rest. */
    void atTheEnd(Person person, boolean quiet) {
        RunEntry run = stage.entry();
        pool.starts().forEach((command, times) -> {
            if (times > 1) {
                broken.add("started " + times + " times: " + command);
            }
        });
        List<PauseEntry> pauses = stage.ledger.pauses(stage.run);
        for (PauseEntry pause : pauses) {
            if (!pause.restored() && pause.problem().isEmpty()) {
                broken.add("neither restored nor listed: " + pause.what());
            }
            if (!pause.restored() && !run.reason.contains(pause.what())) {
                broken.add("not listed at the end: " + pause.what());
            }
        }
        boolean said = pauses.stream().anyMatch(pause -> !pause.restored());
        if (!said && !pool.paused().equals(pausedBefore)) {
            broken.add("was " + pausedBefore + ", is " + pool.paused() + ", and nobody says so");
        }
        broken.addAll(stage.notInTheJournal());
        if (run.state == RunState.SUCCEEDED && person.skipped.isEmpty() && quiet) {
            assertUpgraded();
        }
    }

    private void assertUpgraded() {
        pool.members().stream()
                .filter(one -> !one.serves() || !one.version().equals(pool.newVersion()))
                .forEach(one -> broken.add("succeeded without " + one));
        Set<String> lost = new TreeSet<>(baseline);
        lost.removeAll(pool.running());
        if (!lost.isEmpty()) {
            broken.add("succeeded, and these do not run: " + lost);
        }
        if (!pool.managedState().equals("Managed")) {
            broken.add("succeeded, and the cluster is " + pool.managedState());
        }
    }

    /** When a guest's stop ended a step, its name stands there. */
    void namesWhoStopped() {
        for (StepEntry step : stage.steps()) {
            if (step.state == StepState.FAILED
                    && step.progress.startsWith("every VM that ran before the upgrade runs")
                    && told.add(step.id + step.attempts.size() + step.progress)) {
                Set<String> names = pool.guests().stream()
                        .filter(guest -> missing().contains(guest.uuid()))
                        .map(Guest::name)
                        .filter(name -> !step.progress.contains(name))
                        .collect(Collectors.toCollection(TreeSet::new));
                if (!names.isEmpty()) {
                    broken.add(names + " stopped and are not named: " + step.progress);
                }
            }
        }
    }
}
