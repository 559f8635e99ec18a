package org.ostler.ssh;

import java.io.OutputStream;
import java.time.Duration;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;

/** One connection to one host, as root. Used by one thread at a time. */
public interface RemoteShell extends AutoCloseable {
    /** Runs a read-only command and waits for its end. Output beyond 8 MiB is a failure of the look. */
    Answer run(CommandLine readOnly, Duration limit) throws SshTrouble;

    /** The text of a file (UTF-8, malformed bytes replaced); exit 1 when there is none. */
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
