package org.ostler.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Permission;
import org.ostler.audit.AuditTrail.JournalUnwritable;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;
import org.ostler.ssh.RemoteShell;
import org.ostler.ssh.RemoteShells;
import org.ostler.ssh.SshTrouble;

/**
 * A terminal on a host: {@code /console/terminals/{endpoint}?pass=…&cols=…&rows=…}. Binary messages are keys and
 * output; text messages of the browser are {@code {"cols":…,"rows":…}}, those of the server {@code {"state":…}}.
 */
@ServerEndpoint(value = "/console/terminals/{endpoint}", configurator = SocketDoor.class)
public class TerminalSocket {
    private static final Logger LOG = Logger.getLogger(TerminalSocket.class.getName());

    /** Smaller: reading a long answer ends the session. Larger: a forgotten root shell stays open over lunch. */
    private static final long IDLE_SECONDS = 30 * 60;

    /** Smaller: a browser on a slow line loses its terminal. Larger: a dead one holds a thread that long. */
    private static final long SLOW_SECONDS = 20;

    @Inject
    private Terminals terminals;

    @Inject
    private OpenSockets sockets;

    @Inject
    private Inventory inventory;

    @Inject
    private RemoteShells shells;

    @Inject
    private Transcripts transcripts;

    @Resource
    private ManagedExecutorService threads;

    private volatile Optional<RemoteShell.TerminalSession> terminal = Optional.empty();
    private volatile Optional<RemoteShell> shell = Optional.empty();
    private volatile Optional<TerminalRecording> recording = Optional.empty();
    private volatile Optional<Terminals.Pass> audited = Optional.empty();
    private volatile long typedNanos = System.nanoTime();
    private volatile String why = "left";

    /** What the browser says besides keys. */
    private record Size(int cols, int rows) {
        boolean isSane() {
            return cols >= 2 && cols <= 1_000 && rows >= 1 && rows <= 500;
        }
    }

    private record State(String state, String detail) {}

    @OnOpen
    public void opened(Session socket, @PathParam("endpoint") String endpoint) {
        socket.getAsyncRemote().setSendTimeout(SLOW_SECONDS * 1_000);
        if (!sockets.watch(socket, Permission.OPERATE, () -> lookAfter(socket))) {
            return;
        }
        Optional<Terminals.Pass> pass = parameter(socket, "pass")
                .flatMap(key -> terminals.take(key, socket.getUserPrincipal().getName(), endpoint));
        if (pass.isEmpty()) {
            end(socket, CloseCodes.VIOLATED_POLICY, "no-pass");
            return;
        }
        Size size = new Size(number(socket, "cols"), number(socket, "rows"));
        threads.execute(() -> connect(socket, pass.get(), size.isSane() ? size : new Size(80, 24)));
    }

    @OnMessage(maxMessageSize = 65_536)
    public void typed(Session socket, byte[] keys) {
        typedNanos = System.nanoTime();
        try {
            if (terminal.isPresent()) {
                terminal.get().type(keys);
            }
        } catch (SshTrouble lost) {
            end(socket, CloseCodes.GOING_AWAY, "host:" + lost.kind());
        }
    }

    @OnMessage(maxMessageSize = 256)
    public void said(Session socket, String message) {
        try {
            Size size = Json.mapper().readValue(message, Size.class);
            if (size.isSane() && terminal.isPresent()) {
                terminal.get().resize(size.cols(), size.rows());
                recording.ifPresent(into -> into.resized(size.cols(), size.rows()));
            }
        } catch (JsonProcessingException unknown) {
            LOG.log(Level.FINE, "a terminal's browser said something unknown", unknown);
        } catch (SshTrouble lost) {
            end(socket, CloseCodes.GOING_AWAY, "host:" + lost.kind());
        }
    }

    @OnClose
    public void closed(Session socket, CloseReason reason) {
        sockets.forget(socket);
        if (OpenSockets.SIGNED_OUT.equals(reason.getReasonPhrase())) {
            why = OpenSockets.SIGNED_OUT;
        }
        threads.execute(this::release);
    }

    @OnError
    public void failed(Session socket, Throwable trouble) {
        LOG.log(Level.FINE, "a terminal's socket failed", trouble);
    }

    private void connect(Session socket, Terminals.Pass pass, Size size) {
        try {
            terminals.opened(pass);
            audited = Optional.of(pass);
            TerminalRecording into =
                    new TerminalRecording(terminals.recording(pass), pass.name(), size.cols(), size.rows());
            recording = Optional.of(into);
            shell = Optional.of(shells.connect(inventory.endpoint(pass.endpoint())));
            terminal = Optional.of(shell.get().terminal(size.cols(), size.rows(), new Screen(socket, into)));
            say(socket, "open", "");
            if (!socket.isOpen()) {
                release();
            }
        } catch (JournalUnwritable unwritable) {
            LOG.log(Level.SEVERE, "no terminal without audit", unwritable);
            end(socket, CloseCodes.TRY_AGAIN_LATER, "journal");
        } catch (SshTrouble trouble) {
            say(socket, "refused", trouble.getMessage());
            end(socket, CloseCodes.TRY_AGAIN_LATER, "host:" + trouble.kind());
        } catch (Refusal refusal) {
            say(socket, "refused", refusal.getMessage());
            end(socket, CloseCodes.CANNOT_ACCEPT, "refused");
        } catch (IOException | RuntimeException failure) {
            LOG.log(Level.SEVERE, "a terminal cannot be opened", failure);
            end(socket, CloseCodes.UNEXPECTED_CONDITION, "failed");
        }
    }

    private void lookAfter(Session socket) {
        if (terminal.isPresent() && !terminal.get().isOpen()) {
            end(socket, CloseCodes.NORMAL_CLOSURE, "host:ended");
        } else if ((System.nanoTime() - typedNanos) / 1_000_000_000L > IDLE_SECONDS) {
            end(socket, CloseCodes.NORMAL_CLOSURE, "idle");
        }
    }

    private void end(Session socket, CloseReason.CloseCode code, String reason) {
        why = reason;
        OpenSockets.close(socket, code, reason);
    }

    private synchronized void release() {
        terminal.ifPresent(RemoteShell.TerminalSession::close);
        terminal = Optional.empty();
        shell.ifPresent(RemoteShell::close);
        shell = Optional.empty();
        Optional<Terminals.Pass> pass = audited;
        audited = Optional.empty();
        long seconds = recording.map(TerminalRecording::seconds).orElse(0L);
        try {
            if (recording.isPresent()) {
                recording.get().close();
            }
            if (pass.isPresent()) {
                terminals.closed(
                        pass.get(),
                        why,
                        seconds,
                        recording.map(TerminalRecording::bytes).orElse(0L));
            }
        } catch (IOException | RuntimeException | JournalUnwritable trouble) {
            LOG.log(Level.SEVERE, "the end of a terminal could not be kept", trouble);
        }
    }

    private void say(Session socket, String state, String detail) {
        if (socket.isOpen()) {
            socket.getAsyncRemote().sendText(Json.write(new State(state, detail)), result -> {
                if (!result.isOK()) {
                    LOG.log(Level.FINE, "a terminal's browser is gone", result.getException());
                }
            });
        }
    }

    private static Optional<String> parameter(Session socket, String name) {
        return socket.getRequestParameterMap().getOrDefault(name, List.of()).stream()
                .findFirst();
    }

    private static int number(Session socket, String name) {
        return parameter(socket, name)
                .filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** Output on its way to browser and recording; waits for the browser, which slows only this host's shell. */
    private final class Screen extends OutputStream {
        private final Session socket;
        private final TerminalRecording into;

        Screen(Session socket, TerminalRecording into) {
            this.socket = socket;
            this.into = into;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            byte[] part = Arrays.copyOfRange(bytes, from, from + length);
            into.shown(part, transcripts.masking());
            try {
                socket.getAsyncRemote().sendBinary(ByteBuffer.wrap(part)).get(SLOW_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException | IllegalStateException gone) {
                throw new IOException("the browser is gone or too slow", gone);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IOException("the terminal is ending", stopping);
            }
        }
    }
}
