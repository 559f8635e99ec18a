package org.ostler.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.connection.channel.direct.Signal;
import net.schmizz.sshj.transport.TransportException;

/** One exec channel, read by the calling thread alone: both outputs are polled, so neither can block the other. */
final class Exec implements AutoCloseable {
    /** Takes what came: stream 1 is standard output, 2 standard error. False ends the reading. */
    @FunctionalInterface
    interface Taker {
        boolean take(int stream, byte[] bytes, int length) throws SshTrouble;
    }

    /**
     * Milliseconds after which is looked even though the library told of nothing. Smaller burns CPU for nothing;
     * larger: a limit in time is noticed that much later.
     */
    private static final int LONGEST_WAIT = 100;

    /** How long the exit status may come after the last byte. Smaller loses it on a slow line; larger delays nothing. */
    private static final Duration STATUS = Duration.ofSeconds(10);

    /** For the last bytes of a program that has said all. Smaller meets the race of {@link #close}; larger delays it. */
    private static final Duration GRACE = Duration.ofMillis(400);

    private final String host;
    private final Channel session;
    private final Session.Command command;
    /** Two packets: what came while the last was worked on is taken at once, and stored with one write. */
    private final byte[] buffer = new byte[64 * 1024];

    private Exec(String host, Channel session, Session.Command command) {
        this.host = host;
        this.session = session;
        this.command = command;
    }

    static Exec start(String host, SSHClient client, String quotedWords) throws SshTrouble {
        try {
            Channel session = new Channel(client);
            session.open();
            return new Exec(host, session, session.exec(quotedWords));
        } catch (IOException | IllegalStateException lost) {
            throw lost(host, lost);
        }
    }

    /** Sends all of standard input and its end. A program that ends without reading it is no failure. */
    void send(byte[] input) throws SshTrouble {
        try (OutputStream in = command.getOutputStream()) {
            in.write(input);
        } catch (IOException closed) {
            // The library closes a channel's streams a moment before it counts the channel as closed.
            if (isStillRunning()) {
                throw lost(host, closed);
            }
        }
    }

    /** Sends some of standard input, which stays open. */
    void type(byte[] input) throws SshTrouble {
        try {
            command.getOutputStream().write(input);
            command.getOutputStream().flush();
        } catch (IOException closed) {
            throw lost(host, closed);
        }
    }

    /**
     * Reads until both streams have ended or the taker has enough.
     *
     * @param silence how long nothing at all may come
     * @param limit how long all of it may take
     * @return whether both streams have ended
     */
    boolean read(Duration silence, Duration limit, Taker taker) throws SshTrouble {
        long start = System.nanoTime();
        long last = start;
        while (true) {
            long seen = session.bell.rung();
            boolean ended = command.isEOF() || !command.isOpen();
            int out = take(1, command.getInputStream(), taker);
            int err = take(2, command.getErrorStream(), taker);
            if (out < 0 || err < 0) {
                return false;
            }
            if (ended && out + err == 0) {
                return true;
            }
            long now = System.nanoTime();
            if (out + err > 0) {
                last = now;
            } else {
                await(seen);
            }
            if (now - start > limit.toNanos() || now - last > silence.toNanos()) {
                throw new SshTrouble(
                        SshTrouble.Kind.LOST,
                        host + " did not answer within " + (now - start > limit.toNanos() ? limit : silence).toSeconds()
                                + " s.");
            }
        }
    }

    /** @return bytes taken, -1 when the taker has enough */
    private int take(int stream, InputStream from, Taker taker) throws SshTrouble {
        try {
            int length = from.available() > 0 ? from.read(buffer) : 0;
            return length > 0 && !taker.take(stream, buffer, length) ? -1 : Math.max(0, length);
        } catch (IOException lost) {
            throw lost(host, lost);
        }
    }

    private void await(long seen) throws SshTrouble {
        try {
            session.bell.await(seen, LONGEST_WAIT);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SshTrouble(SshTrouble.Kind.LOST, "The work on " + host + " was interrupted.", stop);
        }
    }

    /** The exit status; a program ended by a signal counts as 255. */
    int status(SSHClient client) throws SshTrouble {
        try {
            command.join(STATUS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException lost) {
            throw lost(host, lost);
        }
        if (command.getExitStatus() != null) {
            return command.getExitStatus();
        }
        if (command.getExitSignal() != null && client.isConnected()) {
            return 255;
        }
        throw lost(host, new ConnectionException("the command's end was not told"));
    }

    /**
     * Gives up a command that still runs. One that is about to end is let go by itself: a signal to a channel that the
     * server has closed in the same moment makes OpenSSH end the whole connection ("unknown channel").
     */
    @Override
    public void close() {
        try {
            if (isStillRunning()) {
                command.signal(Signal.TERM);
                session.giveUp();
            } else {
                session.close();
            }
        } catch (IOException lost) {
            // What was asked is answered or given up; that the line is gone shows at its next use.
            session.notifyError(new SSHException(lost));
        }
    }

    private boolean isStillRunning() {
        long end = System.nanoTime() + GRACE.toNanos();
        while (command.isOpen() && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
                return command.isOpen();
            }
        }
        return command.isOpen();
    }

    static SshTrouble lost(String host, Exception cause) {
        return new SshTrouble(SshTrouble.Kind.LOST, "The line to " + host + " was lost: " + words(cause), cause);
    }

    /** What an exception says, without the class names that mean nothing to the reader. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /** Rings whenever the library's own thread has put something into the channel or ended it. */
    private static final class Bell {
        private long rung;

        synchronized long rung() {
            return rung;
        }

        synchronized void ring() {
            rung++;
            notifyAll();
        }

        /** Returns when it has rung since, or after this time. */
        @SuppressWarnings("WaitNotInLoop") // who is woken for nothing looks once more, which is all that waiting saves
        synchronized void await(long since, long millis) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long left = millis; rung == since && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        }
    }

    private static final class Channel extends SessionChannel {
        private final Bell bell = new Bell();

        Channel(SSHClient client) {
            super(client.getConnection(), StandardCharsets.UTF_8);
        }

        @Override
        public void handle(Message message, SSHPacket packet) throws SSHException {
            try {
                super.handle(message, packet);
            } finally {
                bell.ring();
            }
        }

        @Override
        public void notifyError(SSHException error) {
            super.notifyError(error);
            bell.ring();
        }

        void giveUp() throws TransportException {
            sendClose();
        }
    }
}
