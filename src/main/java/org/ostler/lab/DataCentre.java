package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Everything that is simulated, by name, and its state on disk. */
class DataCentre implements AutoCloseable {
    /** Work that a host does by itself. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    /**
     * How long changes are collected before the state is written. Smaller writes the same state many times in one
     * migration; larger forgets more when the lab is killed.
     */
    private static final long COLLECTING_MILLIS = 100;

    /**
     * How much longer than a write takes. Smaller, and a rack of fifty busy hosts is written all the time; larger
     * forgets more as well.
     */
    private static final long REST = 9;

    /** The same seed gives the same uuids and passwords: a rehearsal can be told about. */
    private static final long SEED = 20120229;

    private static final System.Logger LOG = System.getLogger(DataCentre.class.getName());

    private final Path directory;
    private final LabSettings settings;
    private final LabClock clock;
    private final Random random = new Random(SEED);
    private final InvocationLedger ledger;
    private final Map<String, LabHost> hosts = new LinkedHashMap<>();
    private final List<Part> parts;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private volatile long lastWriteMillis;
    private final ExecutorService saver = Executors.newSingleThreadExecutor(DataCentre::daemon);
    private final ExecutorService writer = Executors.newSingleThreadExecutor(DataCentre::daemon);
    private final ExecutorService workers = Executors.newCachedThreadPool(DataCentre::daemon);
    private volatile Runnable keyRenewal = () -> {};

    DataCentre(LabSettings settings, List<Part> parts) throws IOException {
        this(settings, parts, new LabClock(settings.speed()), ledger(settings.directory()));
    }

    /** @param ledger counts what is started */
    DataCentre(LabSettings settings, List<Part> parts, LabClock clock, InvocationLedger ledger) {
        this.settings = settings;
        this.directory = settings.directory();
        this.clock = clock;
        this.parts = List.copyOf(parts);
        this.ledger = ledger;
    }

    private static InvocationLedger ledger(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new InvocationLedger(Optional.of(directory.resolve("invocations.jsonl")));
    }

    /** Builds all parts, takes the earlier state where there is one, and lets interrupted boots begin again. */
    void start() throws IOException {
        parts.forEach(part -> part.start(this));
        Path file = stateFile();
        if (Files.exists(file)) {
            ObjectNode saved = LabJson.readObject(Files.readAllBytes(file));
            hosts.forEach((name, host) -> {
                JsonNode own = saved.path("hosts").path(name);
                if (own.has("disk")) {
                    host.restore(own);
                } else {
                    host.sshPort(own.path("sshPort").asInt());
                }
            });
            for (Part part : parts) {
                if (saved.path("parts").path(part.key()) instanceof ObjectNode own) {
                    part.restore(own);
                }
            }
        }
        hosts.values().forEach(LabHost::resume);
    }

    /** Forgets everything about a closed data centre but the ports of its hosts. */
    static void beginAnew(Path directory) throws IOException {
        Path file = directory.resolve("state.json");
        ObjectNode kept = LabJson.object();
        ObjectNode ports = kept.putObject("hosts");
        LabJson.readObject(Files.readAllBytes(file)).path("hosts").properties().forEach(host -> ports.putObject(
                        host.getKey())
                .put("sshPort", host.getValue().path("sshPort").asInt()));
        LabJson.writeAtomically(file, kept);
        Files.deleteIfExists(directory.resolve("invocations.jsonl"));
    }

    LabSettings settings() {
        return settings;
    }

    Path directory() {
        return directory;
    }

    LabClock clock() {
        return clock;
    }

    Random random() {
        return random;
    }

    InvocationLedger ledger() {
        return ledger;
    }

    List<Part> parts() {
        return parts;
    }

    /** @throws IllegalStateException when the lab has no such part: a bug of its assembly */
    <T extends Part> T part(Class<T> type) {
        return parts.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the lab has no " + type.getSimpleName()));
    }

    /** Gives the host its place; it has a root password of the lab's own from then on. */
    void add(LabHost host) {
        hosts.put(host.name(), host);
        host.standsIn(this);
        host.bootId(host.bootId());
        if (host.rootPassword().isEmpty()) {
            host.rootPassword("lab-" + host.name() + "-" + Integer.toHexString(random.nextInt(0x1000, 0x10000)));
        }
    }

    Collection<LabHost> hosts() {
        return hosts.values();
    }

    /** @throws IllegalArgumentException for a name that nothing here has */
    LabHost host(String name) {
        LabHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("the lab has no host " + name);
        }
        return host;
    }

    /** Something changed: the whole state is written soon. */
    void changed() {
        if (dirty.compareAndSet(false, true)) {
            try {
                saver.execute(this::saveSoon);
            } catch (RejectedExecutionException closing) {
                LOG.log(Level.DEBUG, "the last save comes with the closing", closing);
            }
        }
    }

    /** Whether the lab ends: what is cut off by that has not ended by itself. */
    boolean isClosing() {
        return workers.isShutdown();
    }

    void background(String what, Work work) {
        workers.execute(() -> {
            Thread.currentThread().setName(what);
            try {
                work.run();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException bug) {
                LOG.log(Level.ERROR, what + " failed", bug);
            }
        });
    }

    void onRenewedHostKey(Runnable action) {
        keyRenewal = action;
    }

    /** Gives hosts that ask for one a new host key, as a reinstallation without the old key would. */
    void renewHostKeys() {
        keyRenewal.run();
    }

    private void saveSoon() {
        try {
            Thread.sleep(Math.max(COLLECTING_MILLIS, REST * lastWriteMillis));
        } catch (InterruptedException closing) {
            // close() writes it.
            Thread.currentThread().interrupt();
            return;
        }
        save();
    }

    /** Writes it now, by a thread that nobody interrupts: an interruption in the middle would lose the file. */
    void save() {
        try {
            CompletableFuture.runAsync(this::write, writer).join();
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "closed: this is not remembered", closed);
        }
    }

    private void write() {
        dirty.set(false);
        long began = System.nanoTime();
        ObjectNode state = LabJson.object();
        ObjectNode savedHosts = state.putObject("hosts");
        hosts.forEach((name, host) -> savedHosts.set(name, host.save()));
        ObjectNode savedParts = state.putObject("parts");
        parts.forEach(part -> savedParts.set(part.key(), part.save()));
        try {
            LabJson.writeAtomically(stateFile(), state);
            lastWriteMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        saver.shutdownNow();
        save();
        writer.shutdown();
        try {
            // A write that has begun ends before the last one: later it could undo a reset.
            saver.awaitTermination(5, TimeUnit.SECONDS);
            writer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private Path stateFile() {
        return directory.resolve("state.json");
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }
}
