package org.ostler.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Permission;
import org.ostler.platform.Json;

/**
 * A run's transcript, live: {@code /console/runs/{run}?after=n&host=h} (or {@code tail=n} for the last n; {@code
 * lang=zh-CN} for Ostler's own notes in Chinese) sends
 * {@code {"records":[…],"last":n}}. The reader may ask {@code {"op":"read","from":n,"limit":m}} and
 * {@code {"op":"search","text":"…"}} and
 * {@code {"op":"step","text":"<id of a planned step>"}} for where it begins, and {@code {"op":"beat"}} for when hosts
 * were heard last on which commands run.
 */
@ServerEndpoint(value = "/console/runs/{run}", configurator = SocketDoor.class)
public class TranscriptSocket {
    private static final Logger LOG = Logger.getLogger(TranscriptSocket.class.getName());

    /** Smaller: a browser on a slow line is dropped while it works. Larger: a dead one is held that long. */
    private static final long SLOW_MILLIS = 20_000;

    /** Smaller: traffic for nothing. Larger: proxies that cut silent lines after 30 s do so. */
    private static final long HEARTBEAT_MILLIS = 20_000;

    private static final int MOST_READ = 1_000;
    private static final int MOST_HITS = 1_000;

    @Inject
    private Transcripts transcripts;

    @Inject
    private OpenSockets sockets;

    @Inject
    private NoteWording notes;

    @Resource
    private ManagedExecutorService threads;

    private final AtomicBoolean asking = new AtomicBoolean();
    private Optional<TranscriptFeed> feed = Optional.empty();
    private Optional<AutoCloseable> subscription = Optional.empty();
    private UUID run;
    private Optional<String> host = Optional.empty();
    private Locale reader = Locale.ENGLISH;

    /** What a reader asks for. */
    private record Question(String op, long from, int limit, String text) {}

    private record Records(String op, List<TranscriptRecord> records) {}

    private record Beat(String host, long seconds) {}

    private record Beats(String op, List<Beat> beats) {}

    private record Hits(String op, String text, List<Long> hits) {}

    @OnOpen
    public void opened(Session socket, @PathParam("run") String id) {
        socket.getAsyncRemote().setSendTimeout(SLOW_MILLIS);
        try {
            run = UUID.fromString(id);
        } catch (IllegalArgumentException noId) {
            OpenSockets.close(socket, CloseReason.CloseCodes.CANNOT_ACCEPT, "no-such-run");
            return;
        }
        host = parameter(socket, "host").filter(name -> !name.isEmpty());
        reader = parameter(socket, "lang").map(Locale::forLanguageTag).orElse(Locale.ENGLISH);
        long last = transcripts.lastNumber(run);
        long after = parameter(socket, "tail")
                .flatMap(TranscriptSocket::number)
                .map(lines -> tailStart(lines, last))
                .or(() -> parameter(socket, "after").flatMap(TranscriptSocket::number))
                .orElse(0L);
        TranscriptFeed starting = new TranscriptFeed(transcripts, run, host, after, line(socket), threads, this::said);
        if (sockets.watch(socket, Permission.READ, () -> lookAfter(socket, starting))) {
            feed = Optional.of(starting);
            subscription = Optional.of(transcripts.subscribe(run, number -> starting.pump()));
            starting.heartbeat(0);
        }
    }

    @OnMessage(maxMessageSize = 4_096)
    public void asked(Session socket, String message) {
        if (feed.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        threads.execute(() -> {
            try {
                answer(socket, Json.mapper().readValue(message, Question.class));
            } catch (JsonProcessingException unknown) {
                LOG.log(Level.FINE, "a reader asked something unknown", unknown);
                asking.set(false);
            } catch (RuntimeException failure) {
                LOG.log(Level.WARNING, "a transcript cannot be read", failure);
                asking.set(false);
            }
        });
    }

    @OnClose
    public void closed(Session socket) {
        sockets.forget(socket);
        feed.ifPresent(TranscriptFeed::end);
        subscription.ifPresent(TranscriptSocket::unsubscribe);
    }

    @OnError
    public void failed(Session socket, Throwable trouble) {
        LOG.log(Level.FINE, "a transcript's socket failed", trouble);
    }

    private void answer(Session socket, Question question) {
        String answer =
                switch (question.op() == null ? "" : question.op()) {
                    case "read" ->
                        Json.write(new Records(
                                "read",
                                transcripts
                                        .read(
                                                run,
                                                host,
                                                Math.max(0, question.from() - 1),
                                                Math.max(1, Math.min(MOST_READ, question.limit())))
                                        .stream()
                                        .map(record -> record.said(this::said))
                                        .toList()));
                    case "search" -> {
                        String text = question.text() == null ? "" : question.text();
                        List<Long> hits = text.isBlank() ? List.of() : transcripts.search(run, host, text, MOST_HITS);
                        yield Json.write(new Hits("search", text, hits));
                    }
                    case "step" -> {
                        String step = question.text() == null ? "" : question.text();
                        yield Json.write(new Hits(
                                "step",
                                step,
                                transcripts.firstOfStep(run, step).stream().toList()));
                    }
                    case "beat" -> Json.write(new Beats("beat", beats()));
                    default -> Json.write(new Hits("unknown", "", List.of()));
                };
        socket.getAsyncRemote().sendText(answer, result -> asking.set(false));
    }

    private String said(String note) {
        return notes.said(note, reader);
    }

    private List<Beat> beats() {
        return transcripts.silences(run).entrySet().stream()
                .filter(silence -> host.map(silence.getKey()::equals).orElse(true))
                .map(silence -> new Beat(silence.getKey(), silence.getValue()))
                .toList();
    }

    private static void lookAfter(Session socket, TranscriptFeed feed) {
        if (feed.stuckMillis() > SLOW_MILLIS) {
            OpenSockets.close(socket, CloseReason.CloseCodes.TRY_AGAIN_LATER, "too-slow");
        } else {
            feed.heartbeat(HEARTBEAT_MILLIS);
        }
    }

    private static TranscriptFeed.Line line(Session socket) {
        return (message, arrived) -> socket.getAsyncRemote().sendText(message, result -> arrived.accept(result.isOK()));
    }

    private long tailStart(long lines, long last) {
        if (host.isEmpty()) {
            return Math.max(0, last - lines);
        }
        List<TranscriptRecord> tail = transcripts.tail(run, host, Math.toIntExact(Math.min(lines, 5_000)));
        return tail.isEmpty() ? last : tail.get(0).number() - 1;
    }

    private static Optional<String> parameter(Session socket, String name) {
        return socket.getRequestParameterMap().getOrDefault(name, List.of()).stream()
                .findFirst();
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static void unsubscribe(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception bug) {
            throw new IllegalStateException(bug);
        }
    }
}
