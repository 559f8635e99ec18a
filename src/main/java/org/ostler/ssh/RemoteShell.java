package org.ostler.ssh;

import java.io.OutputStream;
import java.time.Duration;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;

/** One connection to one host, as root. Used by one thread at a time. */
public interface RemoteShell extends AutoCloseable {
    /**
     * Runs a read-only command and waits for its end.
     *
     * @throws SshTrouble also for a command that takes longer or prints more than 8 MiB; the connection stays usable
     */
    Answer run(CommandLine readOnly, Duration limit) throws SshTrouble;

    /** The text of a file (UTF-8, malformed bytes replaced); exit 1 when there is none, above when it is unreadable. */
    Answer read(String path) throws SshTrouble;

    HostRunner runner();

    /** An interactive shell with a terminal; output goes to {@code screen} until the session ends. */
    TerminalSession terminal(int columns, int rows, OutputStream screen) throws SshTrouble;

    boolean isOpen();

    @Override
    void close();

    /** A shell in a terminal. */
    interface TerminalSession extends AutoCloseable {
        void type(byte[] keys) throws SshTrouble;

        void resize(int columns, int rows) throws SshTrouble;

        boolean isOpen();

        @Override
        void close();
    }
}
