package org.ostler.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.ostler.credential.SshIdentity;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Look;

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
    private final StandingShell standing;
    private boolean broken;
    private boolean closed;

    private SshjShell(String host, Line line, Root root, RunnerScript script, Runnable whenClosed) {
        this.host = host;
        this.line = line;
        this.root = root;
        this.whenClosed = whenClosed;
        this.standing = new StandingShell(host, line.client(), root);
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
        Optional<Batch> alone = input.length == 0 ? Optional.of(Batch.of(command)) : Batch.of(command, input);
        if (alone.isPresent() && isAsked(alone.get(), alone.get(), limit, limit)) {
            return answer(alone.get(), command);
        }
        Output output = new Output(MOST);
        return output.answer(converse(command, input, limit, limit, output));
    }

    private Answer answer(Batch alone, CommandLine command) throws SshTrouble {
        return alone.answers().stream()
                .findFirst()
                .orElseThrow(() -> new SshTrouble(
                        SshTrouble.Kind.LOST, "The shell on " + host + " ended before " + command.program() + " did."));
    }

    /** Without input; what it prints are frames, and goes to them as it comes. */
    void follow(CommandLine command, Duration silence, Duration limit, Frames frames) throws SshTrouble {
        Batch end = Batch.of(command);
        Exec.Taker taker = (stream, bytes, length) -> {
            if (stream == 2) {
                frames.take(stream, bytes, length);
                return end.take(stream, bytes, length);
            }
            int eaten = frames.eat(bytes, length);
            return end.take(stream, Arrays.copyOfRange(bytes, eaten, length), length - eaten);
        };
        if (!isAsked(end, taker, silence, limit)) {
            converse(command, new byte[0], silence, limit, frames);
        }
    }

    /** @return false when nothing was sent */
    private boolean isAsked(Batch batch, Exec.Taker taker, Duration silence, Duration limit) throws SshTrouble {
        Transactions.refuse();
        try {
            return standing.ask(batch, taker, silence, limit);
        } catch (SshTrouble trouble) {
            throw seen(trouble);
        }
    }

    /** The library tells its channels of a broken line before it counts the line as broken. */
    private SshTrouble seen(SshTrouble trouble) {
        broken |= trouble.getCause() instanceof IOException;
        return trouble;
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
            throw seen(trouble);
        }
    }

    @Override
    public Answer read(String path) throws SshTrouble {
        return file(path, run(printed(path), FILE));
    }

    private static CommandLine printed(String path) {
        return CommandLine.of("cat", "--", path);
    }

    private Answer file(String path, Answer answer) throws SshTrouble {
        if (answer.ok()) {
            return answer;
        }
        boolean absent = answer.err().contains("No such file or directory")
                || (answer.exit() == 1
                        && run(CommandLine.of("test", "-e", path), FILE).exit() == 1);
        return absent ? Answer.absent() : new Answer(Math.max(2, answer.exit()), "", answer.err());
    }

    @Override
    public void look(List<Look> looks, Duration limit, Consumer<Answer> each) throws SshTrouble {
        int done = 0;
        while (done < looks.size()) {
            List<Look> rest = looks.subList(done, looks.size());
            List<CommandLine> lines = standing.isImpossible()
                    ? List.of()
                    : Batch.first(rest.stream().map(SshjShell::line).toList());
            List<Answer> answers = new ArrayList<>();
            Optional<SshTrouble> trouble = lines.size() > 1 ? ask(lines, limit, answers) : Optional.empty();
            for (int i = 0; i < answers.size(); i++) {
                each.accept(rest.get(i) instanceof Look.Read read ? file(read.path(), answers.get(i)) : answers.get(i));
            }
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            done += answers.size();
            if (answers.size() < lines.size() || lines.size() < 2) {
                // One that is not answered in the company of others is asked alone.
                RemoteShell.super.look(looks.subList(done, done + 1), limit, each);
                done++;
            }
        }
    }

    private static CommandLine line(Look look) {
        return look instanceof Look.Read read ? printed(read.path()) : ((Look.Run) look).command();
    }

    /** @return why there are no more answers, when the line is to blame */
    private Optional<SshTrouble> ask(List<CommandLine> lines, Duration limit, List<Answer> answers) {
        Batch batch = Batch.of(lines);
        Duration all = limit.multipliedBy(batch.size());
        Optional<SshTrouble> trouble = Optional.empty();
        try {
            if (!isAsked(batch, batch, limit, all) && !standing.isImpossible()) {
                converse(CommandLine.of("sh", "-c", batch.program()), new byte[0], limit, all, batch);
            }
        } catch (SshTrouble lost) {
            trouble = Optional.of(lost);
        }
        answers.addAll(batch.answers());
        return trouble;
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
