package org.ostler.console;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.ostler.credential.Credentials;
import org.ostler.credential.Secret;
import org.ostler.platform.Configuration;

/** The transcripts of all runs. */
@ApplicationScoped
public class Transcripts {
    private static final Logger LOG = Logger.getLogger(Transcripts.class.getName());

    /** Most records given at once. Smaller: many round trips for a long transcript. Larger: pages of megabytes. */
    private static final int MOST = 5_000;

    private static final int OUTPUT_CHARACTERS = 256 * 1024;

    /** Runs whose index is kept in memory. Fewer: looking at old runs reads their index again. More: memory. */
    private static final int OPEN_RUNS = 64;

    private static final Pattern ESCAPES =
            Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?|.)");

    @Resource
    private ManagedThreadFactory threads;

    @Resource
    private ManagedExecutorService readers;

    private Path directory;
    private Supplier<Set<Secret>> secrets;
    private ScheduledExecutorService ownTimer;
    private Executor ownReaders;
    private Set<Secret> known = Set.of();
    private Masking masking = new Masking(Set.of());
    private final Map<UUID, LiveTranscript> open = new LinkedHashMap<>(16, 0.75f, true);

    /** For proxies. */
    protected Transcripts() {}

    @Inject
    Transcripts(Configuration configuration, Credentials credentials) {
        this.directory = configuration.dataDirectory().resolve("transcripts");
        this.secrets = credentials::all;
    }

    /** Outside a container. */
    Transcripts(Path directory, Supplier<Set<Secret>> secrets, ScheduledExecutorService timer, Executor readers) {
        this.directory = directory;
        this.secrets = secrets;
        this.ownTimer = timer;
        this.ownReaders = readers;
    }

    /** Appends whole lines that Ostler itself writes. */
    public void note(UUID run, String host, TranscriptRecord.Stream stream, String step, String text) {
        of(run).note(host, stream, step, masking().mask(text));
    }

    /**
     * Appends a host's output as it comes: decodes, splits into records, masks secrets across parts, stores, then
     * tells subscribers. Never throws for a full disk: what could not be stored is told in the transcript later.
     *
     * @param remoteOffset of the first byte in the command's output: a part that was already stored is not stored again
     */
    public void output(
            UUID run,
            String host,
            String step,
            UUID command,
            TranscriptRecord.Stream stream,
            byte[] bytes,
            long remoteOffset) {
        LiveTranscript live = of(run);
        if (live.output(host, step, command, stream, bytes, remoteOffset, masking())) {
            flushLater(live);
        }
    }

    /** A host says that a command on it still runs, though it prints nothing. */
    public void beat(UUID run, String host, UUID command) {
        of(run).beat(host, command);
    }

    /** Hosts on which commands of this run are followed, and for how many seconds nothing was heard of them. */
    public Map<String, Long> silences(UUID run) {
        return of(run).silences();
    }

    /** Flushes what is buffered of a command that has ended. */
    public void ended(UUID run, UUID command) {
        of(run).ended(command, masking());
    }

    /** Where to go on reading this command's output after a restart. */
    public long remoteOffset(UUID run, UUID command, TranscriptRecord.Stream stream) {
        return of(run).remoteOffset(command, stream);
    }

    /** Records with a number greater than {@code after}, in order. */
    public List<TranscriptRecord> read(UUID run, Optional<String> host, long after, int limit) {
        return reading(() -> of(run).store().read(host, after, Math.min(limit, MOST)).stream()
                .map(StoredRecord::shown)
                .toList());
    }

    /** The last records. */
    public List<TranscriptRecord> tail(UUID run, Optional<String> host, int limit) {
        int most = Math.min(limit, MOST);
        int[] count = {0};
        return reading(() -> of(run).store().tail(host, record -> true, record -> ++count[0] == most).stream()
                .map(StoredRecord::shown)
                .toList());
    }

    public long lastNumber(UUID run) {
        return of(run).store().last();
    }

    /** Numbers of the records that hold the text, case-insensitively. */
    public List<Long> search(UUID run, Optional<String> host, String text, int limit) {
        String wanted = text.toLowerCase(Locale.ROOT);
        int[] count = {0};
        return reading(
                () -> of(run)
                        .store()
                        .tail(host, record -> plain(record.text()).contains(wanted), record -> ++count[0] == limit)
                        .stream()
                        .map(StoredRecord::number)
                        .toList());
    }

    /** Number of the first record of a planned step. */
    public Optional<Long> firstOfStep(UUID run, String step) {
        return reading(() -> of(run).store().first(record -> record.step().equals(step)))
                .map(StoredRecord::number);
    }

    /** Calls back with the last number whenever records were stored; never blocks the writer. Close to end. */
    public AutoCloseable subscribe(UUID run, Consumer<Long> lastNumber) {
        return of(run).subscribe(lastNumber);
    }

    /** The text of one command's output so far, for recognising troubles (at most the last 256 KiB). */
    public String outputOf(UUID run, UUID command) {
        int[] size = {0};
        StringBuilder text = new StringBuilder();
        reading(() -> of(run).store()
                        .tail(
                                Optional.empty(),
                                record -> record.command().equals(Optional.of(command)),
                                record -> (size[0] += record.text().length()) > OUTPUT_CHARACTERS))
                .forEach(record -> text.append(record.text()).append(record.endsLine() ? "\n" : ""));
        return text.toString();
    }

    @PreDestroy
    void close() {
        if (threads != null && ownTimer != null) {
            ownTimer.shutdownNow();
        }
        synchronized (open) {
            open.values().forEach(LiveTranscript::close);
            open.clear();
        }
    }

    private static String plain(String text) {
        return ESCAPES.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private LiveTranscript of(UUID run) {
        synchronized (open) {
            LiveTranscript live = open.computeIfAbsent(
                    run,
                    id -> reading(
                            () -> new LiveTranscript(new RunTranscript(directory.resolve(id.toString())), readers())));
            if (open.size() > OPEN_RUNS) {
                open.values().stream()
                        .filter(other -> other != live && other.isIdle())
                        .findFirst()
                        .ifPresent(idle -> {
                            idle.close();
                            open.values().remove(idle);
                        });
            }
            return live;
        }
    }

    private void flushLater(LiveTranscript live) {
        if (live.timerIsDue()) {
            ScheduledFuture<?> later = timer().schedule(
                            () -> {
                                if (live.flushDue(masking())) {
                                    flushLater(live);
                                }
                            },
                            OutputSplitter.PATIENCE_MILLIS,
                            TimeUnit.MILLISECONDS);
            LOG.finest(() -> "a part of a line waits " + later.getDelay(TimeUnit.MILLISECONDS) + " ms");
        }
    }

    /** A secret that was replaced may still stand in files of hosts, so it stays masked until the next start. */
    synchronized Masking masking() {
        Set<Secret> now = secrets.get();
        if (!known.containsAll(now)) {
            Set<Secret> more = new HashSet<>(known);
            more.addAll(now);
            known = more;
            masking = new Masking(known);
        }
        return masking;
    }

    /** Our own: the container's timer would carry the context of whatever request asked first. */
    private synchronized ScheduledExecutorService timer() {
        if (ownTimer == null) {
            ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1, threads);
            pool.setRemoveOnCancelPolicy(true);
            ownTimer = pool;
        }
        return ownTimer;
    }

    private Executor readers() {
        return ownReaders == null ? readers : ownReaders;
    }

    /** A read of files. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException failure) {
            throw new UncheckedIOException("a transcript cannot be read", failure);
        }
    }
}
