package org.ostler.ssh;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.StreamCopier;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.ostler.credential.Secret;
import org.ostler.facts.CommandLine;

/** A shell in a terminal; the library's own thread carries the output to the screen. */
final class SshjTerminal implements RemoteShell.TerminalSession {
    private final String host;
    private final Session session;
    private final Session.Shell shell;
    private final Keyboard keyboard;

    @FunctionalInterface
    private interface Keyboard {
        void take(byte[] keys) throws IOException;
    }

    private SshjTerminal(String host, Session session, Session.Shell shell, Keyboard keyboard) {
        this.host = host;
        this.session = session;
        this.shell = shell;
        this.keyboard = keyboard;
    }

    static SshjTerminal start(String host, Session session, Root root, OutputStream screen) throws IOException {
        if (!root.isNeeded()) {
            return plain(host, session, session.startShell(), screen);
        }
        if (root.password().isEmpty()) {
            return plain(host, session, (Session.Shell) session.exec("sudo -n -i"), screen);
        }
        String prompt = "sudo " + UUID.randomUUID();
        // sudo turns the echo off before it asks on a terminal; what is typed then is not shown.
        Session.Command command =
                session.exec(CommandLine.of("sudo", "-k", "-p", prompt, "-i").quoted());
        Answering answering = new Answering(screen, prompt, root.password().get(), command.getOutputStream());
        Session.Shell shell = (Session.Shell) command;
        carry(host, shell, answering.until(shell.getInputStream()), answering);
        return new SshjTerminal(host, session, shell, answering::type);
    }

    private static SshjTerminal plain(String host, Session session, Session.Shell shell, OutputStream screen) {
        carry(host, shell, shell.getInputStream(), screen);
        OutputStream keyboard = shell.getOutputStream();
        return new SshjTerminal(host, session, shell, keys -> {
            keyboard.write(keys);
            keyboard.flush();
        });
    }

    private static void carry(String host, Session.Shell shell, InputStream printed, OutputStream screen) {
        new StreamCopier(printed, screen, LoggerFactory.DEFAULT)
                .bufSize(shell.getLocalMaxPacketSize())
                .keepFlushing(true)
                .spawnDaemon("terminal on " + host);
    }

    @Override
    public void type(byte[] keys) throws SshTrouble {
        try {
            keyboard.take(keys);
        } catch (IOException lost) {
            throw Exec.lost(host, lost);
        }
    }

    @Override
    public void resize(int columns, int rows) throws SshTrouble {
        try {
            shell.changeWindowDimensions(columns, rows, 0, 0);
        } catch (IOException lost) {
            throw Exec.lost(host, lost);
        }
    }

    @Override
    public boolean isOpen() {
        return shell.isOpen() && !shell.isEOF();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (IOException lost) {
            // Gone is what was wanted.
            session.notifyError(new net.schmizz.sshj.common.SSHException(lost));
        }
    }

    /**
     * Answers sudo's question before anything else passes in either direction: keys typed too early would be taken for
     * the password, and the password sent too late would be shown.
     */
    private static final class Answering extends FilterOutputStream {
        private static final int MOST_BEFORE_SHELL = 4096;

        /** A shell without a prompt. Smaller: keys get lost before sudo is done. Larger: it seems dead that long. */
        private static final Duration QUIET_SHELL = Duration.ofSeconds(3);

        private final String prompt;
        private final Secret password;
        private final OutputStream keyboard;
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
        private OptionalLong answered = OptionalLong.empty();
        private boolean open;

        Answering(OutputStream screen, String prompt, Secret password, OutputStream keyboard) {
            super(screen);
            this.prompt = prompt;
            this.password = password;
            this.keyboard = keyboard;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) throws IOException {
            if (open) {
                out.write(bytes, from, length);
                return;
            }
            shown.write(bytes, from, length);
            String text = shown.toString(StandardCharsets.ISO_8859_1);
            if (answered.isEmpty() && text.contains(prompt)) {
                answered = OptionalLong.of(System.nanoTime());
                keyboard.write((password.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
            }
            String rest = text.replace(prompt, "");
            // The shell's own prompt: only then has sudo thrown away what was typed ahead.
            if (shown.size() > MOST_BEFORE_SHELL || (answered.isPresent() && !rest.isBlank())) {
                open(rest);
            }
        }

        /** What the host prints, up to its end: a sudo that refuses says why and ends, and that has to be seen. */
        InputStream until(InputStream printed) {
            return new FilterInputStream(printed) {
                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    int count = super.read(bytes, from, length);
                    if (count < 0) {
                        end();
                    }
                    return count;
                }
            };
        }

        private synchronized void end() throws IOException {
            if (!open) {
                open = true;
                out.write(shown.toString(StandardCharsets.ISO_8859_1)
                        .replace(prompt, "")
                        .getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        }

        synchronized void type(byte[] keys) throws IOException {
            typed.writeBytes(keys);
            boolean late = answered.isPresent() && System.nanoTime() - answered.getAsLong() > QUIET_SHELL.toNanos();
            if (late && !open) {
                open(shown.toString(StandardCharsets.ISO_8859_1).replace(prompt, ""));
            } else if (open) {
                send();
            }
        }

        private void open(String text) throws IOException {
            open = true;
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            send();
        }

        private void send() throws IOException {
            typed.writeTo(keyboard);
            typed.reset();
            keyboard.flush();
        }
    }
}
