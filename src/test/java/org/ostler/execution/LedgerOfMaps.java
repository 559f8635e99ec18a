package org.ostler.execution;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ostler.plan.Canonical;

/**
 * The ledger of one run without a database, fast enough for thousands of runs. It keeps the real one's promises:
 * compare and set by version, a transaction that what is thrown in it undoes, and of an entry only what JSON keeps.
 */
final class LedgerOfMaps implements Ledger {
    /** What is stored; entries are never changed, only replaced. */
    private static final class Tables {
        private RunEntry run;
        private final Map<String, StepEntry> steps = new LinkedHashMap<>();
        private final Map<String, String> notes = new TreeMap<>();
        private final Map<String, PauseEntry> pauses = new LinkedHashMap<>();
        private final Map<UUID, String> files = new LinkedHashMap<>();
        private final Map<String, Once> once = new LinkedHashMap<>();

        Tables copy() {
            Tables same = new Tables();
            same.run = run;
            same.steps.putAll(steps);
            same.notes.putAll(notes);
            same.pauses.putAll(pauses);
            same.files.putAll(files);
            same.once.putAll(once);
            return same;
        }
    }

    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private final Clock clock;
    private final Points points;
    private Tables tables = new Tables();
    private boolean inTransaction;

    LedgerOfMaps(Clock clock, Points points) {
        this.clock = clock;
        this.points = points;
    }

    private <T> T transaction(String name, Supplier<T> work) {
        if (inTransaction) {
            return work.get();
        }
        points.ledger("before " + name);
        Tables before = tables;
        tables = before.copy();
        inTransaction = true;
        boolean committed = false;
        T result;
        try {
            result = work.get();
            committed = true;
        } finally {
            inTransaction = false;
            tables = committed ? tables : before;
        }
        points.ledger("after " + name);
        return result;
    }

    private void change(String name, Runnable work) {
        transaction(name, () -> {
            work.run();
            return name;
        });
    }

    /** Entries within an entry are copied too; values are shared. */
    @SuppressWarnings("unchecked")
    private static <T> T copy(T entry) {
        Shape shape = SHAPES.computeIfAbsent(entry.getClass(), Shape::of);
        try {
            Object same = shape.constructor.newInstance();
            for (Field field : shape.fields) {
                Object value = field.get(entry);
                field.set(same, value instanceof ArrayList<?> list ? copies(list) : value);
            }
            return (T) same;
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError("the entries of a ledger changed", changed);
        }
    }

    private record Shape(Constructor<?> constructor, List<Field> fields) {
        static Shape of(Class<?> type) {
            try {
                Constructor<?> empty = type.getDeclaredConstructor();
                empty.setAccessible(true);
                List<Field> fields = Stream.of(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .toList();
                fields.forEach(field -> field.setAccessible(true));
                return new Shape(empty, fields);
            } catch (ReflectiveOperationException changed) {
                throw new LinkageError("the entries of a ledger changed", changed);
            }
        }
    }

    private static List<Object> copies(List<?> list) {
        List<Object> copies = new ArrayList<>(list.size());
        for (Object one : list) {
            boolean entry = one instanceof Attempt || one instanceof ActionEntry || one instanceof StepEntry.Element;
            copies.add(entry ? copy(one) : one);
        }
        return copies;
    }

    private static RunEntry copy(RunEntry run) {
        RunRow row = new RunRow(run);
        row.number = run.number;
        row.endedAt = run.endedAt.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
        row.version = run.version;
        return new RunEntry(row);
    }

    private void put(StepEntry step, long version) {
        StepEntry stored = Canonical.read(Canonical.write(step), StepEntry.class);
        stored.version = version;
        tables.steps.put(step.id, stored);
    }

    @Override
    public RunEntry add(RunEntry run, List<StepEntry> steps, Map<UUID, String> locks, Consumer<RunEntry> beforeCommit) {
        return transaction("add", () -> {
            RunRow row = new RunRow(run);
            row.number = 1L;
            tables.run = new RunEntry(row);
            steps.forEach(step -> put(step, 0));
            beforeCommit.accept(copy(tables.run));
            return copy(tables.run);
        });
    }

    @Override
    public void restore(List<RebuiltLedger.Rebuilt> runs) {
        throw new UnsupportedOperationException("it has one run, and that is there");
    }

    @Override
    public Optional<RunEntry> find(String numberOrId) {
        return Optional.of(copy(tables.run));
    }

    @Override
    public List<RunEntry> newest(int limit) {
        return List.of(copy(tables.run));
    }

    @Override
    public List<RunEntry> open() {
        return tables.run.state.isOver() ? List.of() : newest(1);
    }

    @Override
    public RunEntry change(UUID run, Consumer<RunEntry> verb, Runnable beforeCommit) {
        return transaction("change", () -> {
            RunEntry entry = copy(tables.run);
            verb.accept(entry);
            entry.changedAt = clock.instant();
            entry.version++;
            tables.run = copy(entry);
            beforeCommit.run();
            return entry;
        });
    }

    @Override
    public List<StepEntry> steps(UUID run) {
        return tables.steps.values().stream()
                .sorted(Comparator.comparingInt(step -> step.order))
                .map(LedgerOfMaps::copy)
                .toList();
    }

    @Override
    public Optional<StepEntry> step(UUID run, String step) {
        return Optional.ofNullable(tables.steps.get(step)).map(LedgerOfMaps::copy);
    }

    @Override
    public void save(UUID run, StepEntry step, Runnable beforeCommit) {
        change("save", () -> {
            if (tables.steps.get(step.id).version != step.version) {
                throw new Overtaken("step " + step.id);
            }
            put(step, step.version + 1);
            beforeCommit.run();
        });
        step.version++;
    }

    @Override
    public void add(UUID run, StepEntry step) {
        change("add", () -> put(step, 0));
    }

    @Override
    public void note(UUID run, String name, String value) {
        change("note", () -> tables.notes.put(name, value));
    }

    @Override
    public Map<String, String> notes(UUID run) {
        return new TreeMap<>(tables.notes);
    }

    @Override
    public void pause(UUID run, PauseEntry pause) {
        change("pause", () -> tables.pauses.put(pause.key(), pause));
    }

    @Override
    public List<PauseEntry> pauses(UUID run) {
        return List.copyOf(tables.pauses.values());
    }

    @Override
    public void keep(UUID run, UUID command, String path, String sealed) {
        change("keep", () -> tables.files.put(command, sealed));
    }

    @Override
    public Optional<String> kept(UUID command) {
        return Optional.ofNullable(tables.files.get(command));
    }

    @Override
    public void did(String work, Once by) {
        change("did", () -> tables.once.put(work, by));
    }

    @Override
    public Optional<Once> done(String work) {
        return Optional.ofNullable(tables.once.get(work));
    }

    @Override
    public void lock(UUID run, Map<UUID, String> locks) {
        // Nobody else is here.
    }

    @Override
    public Optional<RunEntry> tryLock(UUID run, UUID object, String name) {
        return Optional.empty();
    }

    @Override
    public void unlock(UUID run, UUID object) {
        // Nobody else is here.
    }

    @Override
    public void release(UUID run) {
        // Nobody else is here.
    }
}
