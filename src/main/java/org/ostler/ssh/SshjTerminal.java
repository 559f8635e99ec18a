package org.ostler.ssh;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

    private SshjTerminal(String host, Session session, Session.Shell shell) {
        this.host = host;
        this.session = session;
        this.shell = shell;
    }

    static SshjTerminal start(String host, Session session, Root root, OutputStream screen) throws IOException {
        if (!root.isNeeded()) {
            return shown(host, session, session.startShell(), screen);
        }
        if (root.password().isEmpty()) {
            return shown(host, session, (Session.Shell) session.exec("sudo -n -i"), screen);
        }
        String prompt = "sudo " + UUID.randomUUID();
        // sudo turns the echo off before it asks on a terminal; what is typed then is not shown.
        Session.Command command =
                session.exec(CommandLine.of("sudo", "-k", "-p", prompt, "-i").quoted());
        OutputStream answering = new Answering(screen, prompt, root.password().get(), command.getOutputStream());
        return shown(host, session, (Session.Shell) command, answering);
    }

    private static SshjTerminal shown(String host, Session session, Session.Shell shell, OutputStream screen) {
        new StreamCopier(shell.getInputStream(), screen, LoggerFactory.DEFAULT)
                .bufSize(shell.getLocalMaxPacketSize())
                .keepFlushing(true)
                .spawnDaemon("terminal on " + host);
        return new SshjTerminal(host, session, shell);
    }

    @Override
    public void type(byte[] keys) throws SshTrouble {
        try {
            OutputStream in = shell.getOutputStream();
            in.write(keys);
            in.flush();
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

    /** Holds back what comes until sudo's question is there, answers it once, then lets everything through. */
    private static final class Answering extends FilterOutputStream {
        private final String prompt;
        private final Secret password;
        private final OutputStream keyboard;
        private ByteArrayOutputStream held = new ByteArrayOutputStream();

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
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (held == null) {
                out.write(bytes, from, length);
                return;
            }
            held.write(bytes, from, length);
            String text = held.toString(StandardCharsets.ISO_8859_1);
            if (text.contains(prompt)) {
                held = null;
                keyboard.write((password.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
                out.write(text.replace(prompt, "").getBytes(StandardCharsets.ISO_8859_1));
            } else if (held.size() > 4096) {
                held = null;
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }
}
