package org.ostler.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.ostler.credential.SshIdentity;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;

/** A connection through sshj. */
final class SshjShell implements RemoteShell {
    /** What a look may bring. Smaller: long listings of big pools fail. Larger: one hostile host fills the memory. */
    static final int MOST = 8 * 1024 * 1024;

    /** A file is read within this. Smaller: a host with a slow disk fails. Larger: a hung mount holds a page. */
    private static final Duration FILE = Duration.ofSeconds(60);

    private final String host;
    private final Line line;
    private final Root root;
    private final Runnable whenClosed;
    private final SshHostRunner runner;
    private boolean broken;
    private boolean closed;

    private SshjShell(String host, Line line, Root root, RunnerScript script, Runnable whenClosed) {
        this.host = host;
        this.line = line;
        this.root = root;
        this.whenClosed = whenClosed;
        this.runner = new SshHostRunner(this, script, line.patience());
    }

    static SshjShell over(String host, Line line, SshIdentity identity, RunnerScript script, Runnable whenClosed)
            throws SshTrouble {
        return new SshjShell(host, line, Root.find(host, line.client(), identity), script, whenClosed);
    }

    String host() {
        return host;
    }

    @Override
    public Answer run(CommandLine readOnly, Duration limit) throws SshTrouble {
        return call(readOnly, new byte[0], limit);
    }

    /** As root, with this on standard input. */
    Answer call(CommandLine command, byte[] input, Duration limit) throws SshTrouble {
        Output output = new Output(MOST);
        return output.answer(converse(command, input, limit, limit, output));
    }

    /**
     * As root, with this on standard input; what comes goes to the taker.
     *
     * @return the exit status, or -1 when the taker had enough before the end
     */
    int converse(CommandLine command, byte[] input, Duration silence, Duration limit, Exec.Taker taker)
            throws SshTrouble {
        Transactions.refuse();
        try (Exec exec = Exec.start(host, line.client(), root.line(command).quoted())) {
            exec.send(root.input(input));
            return exec.read(silence, limit, taker) ? exec.status(line.client()) : -1;
        } catch (SshTrouble trouble) {
            // The library tells its channels of a broken line before it counts the line as broken.
            broken |= trouble.getCause() instanceof IOException;
            throw trouble;
        }
    }

    @Override
    public Answer read(String path) throws SshTrouble {
        Answer answer = run(CommandLine.of("cat", "--", path), FILE);
        if (answer.ok()) {
            return answer;
        }
        boolean absent = answer.err().contains("No such file or directory")
                || (answer.exit() == 1
                        && run(CommandLine.of("test", "-e", path), FILE).exit() == 1);
        return absent ? Answer.absent() : new Answer(Math.max(2, answer.exit()), "", answer.err());
    }

    @Override
    public HostRunner runner() {
        return runner;
    }

    @Override
    public TerminalSession terminal(int columns, int rows, OutputStream screen) throws SshTrouble {
        Transactions.refuse();
        try {
            Session session = line.client().startSession();
            session.allocatePTY("xterm-256color", columns, rows, 0, 0, Map.of());
            return SshjTerminal.start(host, session, root, screen);
        } catch (IOException | IllegalStateException lost) {
            throw Exec.lost(host, lost);
        }
    }

    @Override
    public boolean isOpen() {
        return !closed && !broken && line.isOpen();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            line.close();
            whenClosed.run();
        }
    }
}
