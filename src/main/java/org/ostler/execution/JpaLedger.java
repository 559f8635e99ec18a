package org.ostler.execution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ostler.plan.Canonical;
import org.ostler.platform.Refusal;

/** The ledger in the database. Compare and set is done in SQL, by version. */
@ApplicationScoped
class JpaLedger implements Ledger {
    /** Keys asked for one by one. Smaller reads a whole run for a few changes; larger makes long questions. */
    private static final int FEW = 100;

    @PersistenceContext(unitName = "ostler")
    EntityManager entities;

    Clock clock = Clock.systemUTC();

    private final StepsSeen seen = new StepsSeen();

    @Override
    @Transactional
    public RunEntry add(RunEntry run, List<StepEntry> steps, Map<UUID, String> locks, Consumer<RunEntry> beforeCommit) {
        RunRow row = new RunRow(run);
        entities.persist(row);
        steps.forEach(step -> entities.persist(new RunStepRow(run.id, step)));
        lock(run.id, locks);
        entities.flush();
        RunEntry numbered = new RunEntry(row);
        beforeCommit.accept(numbered);
        return numbered;
    }

    @Override
    @Transactional
    public void restore(List<RebuiltLedger.Rebuilt> runs) {
        long last = 0;
        for (RebuiltLedger.Rebuilt one : runs) {
            RunRow row = new RunRow(one.run);
            row.number = one.run.number;
            row.endedAt = one.run.endedAt.map(JpaLedger::utc).orElse(null);
            entities.persist(row);
            one.steps().forEach(step -> entities.persist(new RunStepRow(one.run.id, step)));
            one.pauses().forEach(pause -> entities.persist(new RunPauseRow(one.run.id, pause)));
            last = Math.max(last, one.run.number);
        }
        seen.forgetAll();
        entities.flush();
        entities.createNativeQuery("alter sequence run_number restart with " + (last + 1))
                .executeUpdate();
    }

    @Override
    @Transactional
    public void lock(UUID run, Map<UUID, String> locks) {
        locks.keySet().forEach(this::refuseLocked);
        locks.forEach((object, name) -> entities.persist(new RunLockRow(object, run, name)));
        entities.flush();
    }

    private void refuseLocked(UUID object) {
        RunLockRow held = entities.find(RunLockRow.class, object);
        if (held != null) {
            long holder = row(held.run()).number;
            throw Refusal.conflict(
                    "locked-by-run",
                    held.name() + " belongs to run " + holder + " until that is over.",
                    "Finish, roll back or abandon run " + holder + " first.");
        }
    }

    @Override
    @Transactional
    public Optional<RunEntry> find(String numberOrId) {
        if (numberOrId.matches("\\d{1,15}")) {
            return Optional.ofNullable(entities.find(RunRow.class, Long.valueOf(numberOrId)))
                    .map(RunEntry::new);
        }
        try {
            return rows("select r from RunRow r where r.id = :id", Map.of("id", UUID.fromString(numberOrId)), 1)
                    .stream()
                    .findFirst();
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    @Override
    @Transactional
    public Optional<RunEntry> glanceRun(UUID run) {
        return seen.run(run, () -> find(run.toString()));
    }

    @Override
    @Transactional
    public List<RunEntry> newest(int limit) {
        return rows("select r from RunRow r order by r.number desc", Map.of(), limit);
    }

    @Override
    @Transactional
    public List<RunEntry> open() {
        List<RunState> over =
                Stream.of(RunState.values()).filter(RunState::isOver).toList();
        return rows(
                "select r from RunRow r where r.state not in :over order by r.number desc",
                Map.of("over", over),
                Integer.MAX_VALUE);
    }

    private List<RunEntry> rows(String query, Map<String, Object> values, int limit) {
        var asked = entities.createQuery(query, RunRow.class).setMaxResults(limit);
        values.forEach(asked::setParameter);
        return asked.getResultStream().map(RunEntry::new).toList();
    }

    private RunRow row(UUID run) {
        return entities.createQuery("select r from RunRow r where r.id = :id", RunRow.class)
                .setParameter("id", run)
                .getSingleResult();
    }

    @Override
    @Transactional
    public RunEntry change(UUID run, Consumer<RunEntry> verb, Runnable beforeCommit) {
        for (int tries = 0; tries < 20; tries++) {
            entities.clear();
            RunEntry entry = new RunEntry(row(run));
            verb.accept(entry);
            entry.changedAt = clock.instant();
            seen.expectRun(run, entry.version + 1);
            if (write(entry)) {
                beforeCommit.run();
                entry.version++;
                return entry;
            }
        }
        throw new Overtaken("run " + run);
    }

    private boolean write(RunEntry run) {
        return entities.createQuery("update RunRow r set r.state = :state, r.reason = :reason, r.wish = :wish,"
                                + " r.wishedBy = :by, r.guideVersion = :guide, r.guideTitle = :title, r.endedAt = :ended, r.changedAt = :changed, r.version = :next"
                                + " where r.id = :id and r.version = :seen")
                        .setParameter("state", run.state)
                        .setParameter("reason", run.reason.substring(0, Math.min(4000, run.reason.length())))
                        .setParameter("wish", run.wish)
                        .setParameter("by", run.wishedBy)
                        .setParameter("guide", run.guideVersion)
                        .setParameter("title", run.guideTitle)
                        .setParameter("ended", run.endedAt.map(JpaLedger::utc).orElse(null))
                        .setParameter("changed", utc(run.changedAt))
                        .setParameter("next", run.version + 1)
                        .setParameter("id", run.id)
                        .setParameter("seen", run.version)
                        .executeUpdate()
                == 1;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    @Override
    @Transactional
    public List<StepEntry> steps(UUID run) {
        return entities.createQuery(
                        "select s from RunStepRow s where s.run = :run order by s.position", RunStepRow.class)
                .setParameter("run", run)
                .getResultStream()
                .map(RunStepRow::entry)
                .toList();
    }

    @Override
    @Transactional
    public List<StepEntry> glance(UUID run) {
        return seen.steps(run, this::steps, names -> rows(run, names));
    }

    /** Few by their keys, many at once: a database takes only so many keys in one question. */
    private List<StepEntry> rows(UUID run, Set<String> names) {
        boolean few = names.size() <= FEW;
        TypedQuery<RunStepRow> asked = entities.createQuery(
                        "select s from RunStepRow s where s.run = :run" + (few ? " and s.id in :keys" : ""),
                        RunStepRow.class)
                .setParameter("run", run);
        if (few) {
            asked.setParameter(
                    "keys", names.stream().map(name -> RunStepRow.id(run, name)).toList());
        }
        return asked.getResultStream().map(RunStepRow::entry).toList();
    }

    @Override
    @Transactional
    public Optional<StepEntry> step(UUID run, String step) {
        return Optional.ofNullable(entities.find(RunStepRow.class, RunStepRow.id(run, step)))
                .map(RunStepRow::entry);
    }

    @Override
    @Transactional
    public void save(UUID run, StepEntry step, Runnable beforeCommit) {
        seen.expect(run, step.id, step.version + 1);
        int changed = entities.createQuery("update RunStepRow s set s.state = :state, s.entry = :entry,"
                        + " s.position = :position, s.version = :next where s.id = :id and s.version = :seen")
                .setParameter("state", step.state.name())
                .setParameter("entry", Canonical.write(step))
                .setParameter("position", step.order)
                .setParameter("next", step.version + 1)
                .setParameter("id", RunStepRow.id(run, step.id))
                .setParameter("seen", step.version)
                .executeUpdate();
        if (changed != 1) {
            throw new Overtaken("step " + step.id);
        }
        beforeCommit.run();
        if (seen.isTouchDue(run, clock.instant())) {
            entities.createQuery("update RunRow r set r.changedAt = :at where r.id = :run")
                    .setParameter("at", utc(clock.instant()))
                    .setParameter("run", run)
                    .executeUpdate();
        }
        step.version++;
    }

    @Override
    @Transactional
    public void add(UUID run, StepEntry step) {
        seen.expect(run, step.id, 0);
        entities.persist(new RunStepRow(run, step));
        entities.flush();
    }

    @Override
    @Transactional
    public void note(UUID run, String name, String value) {
        entities.merge(new RunNoteRow(run, name, value));
    }

    @Override
    @Transactional
    public Map<String, String> notes(UUID run) {
        Map<String, String> notes = new TreeMap<>();
        entities.createQuery("select n from RunNoteRow n where n.run = :run", RunNoteRow.class)
                .setParameter("run", run)
                .getResultStream()
                .forEach(note -> notes.put(note.name(), note.text()));
        return notes;
    }

    @Override
    @Transactional
    public void pause(UUID run, PauseEntry pause) {
        entities.merge(new RunPauseRow(run, pause));
    }

    @Override
    @Transactional
    public List<PauseEntry> pauses(UUID run) {
        return entities.createQuery("select p from RunPauseRow p where p.run = :run order by p.id", RunPauseRow.class)
                .setParameter("run", run)
                .getResultStream()
                .map(RunPauseRow::entry)
                .toList();
    }

    @Override
    @Transactional
    public void keep(UUID run, UUID command, String path, String sealed) {
        entities.merge(new RunFileRow(run, command, path, sealed));
    }

    @Override
    @Transactional
    public Optional<String> kept(UUID command) {
        return Optional.ofNullable(entities.find(RunFileRow.class, command)).map(RunFileRow::sealed);
    }

    @Override
    @Transactional
    public void did(String work, Once by) {
        entities.merge(new RunOnceRow(work, by));
    }

    @Override
    @Transactional
    public Optional<Once> done(String work) {
        return Optional.ofNullable(entities.find(RunOnceRow.class, work)).map(RunOnceRow::by);
    }

    @Override
    @Transactional
    public Optional<RunEntry> tryLock(UUID run, UUID object, String name) {
        RunLockRow held = entities.find(RunLockRow.class, object);
        if (held == null) {
            entities.persist(new RunLockRow(object, run, name));
            entities.flush();
            return Optional.empty();
        }
        return held.run().equals(run) ? Optional.empty() : Optional.of(new RunEntry(row(held.run())));
    }

    @Override
    @Transactional
    public void unlock(UUID run, UUID object) {
        entities.createQuery("delete from RunLockRow l where l.run = :run and l.object = :object")
                .setParameter("run", run)
                .setParameter("object", object)
                .executeUpdate();
    }

    @Override
    @Transactional
    public void release(UUID run) {
        entities.createQuery("delete from RunLockRow l where l.run = :run")
                .setParameter("run", run)
                .executeUpdate();
    }
}
