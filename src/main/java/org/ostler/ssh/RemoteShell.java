package org.ostler.ssh;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Look;

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

    /**
     * Several commands and files, one after the other, for fewer turns than one by one. Each answer is what {@link #run}
     * or {@link #read} would have brought; those that came before trouble are told.
     *
     * @param looks commands and files only
     * @param limit for each of them
     * @param each told of the answers, in the same order
     */
    default void look(List<Look> looks, Duration limit, Consumer<Answer> each) throws SshTrouble {
        for (Look look : looks) {
            each.accept(look instanceof Look.Read file ? read(file.path()) : run(((Look.Run) look).command(), limit));
        }
    }

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
