package org.ostler.ssh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.SSHClient;
import org.ostler.facts.CommandLine;

/**
 * One shell of a connection, as root, that is sent one program after the other. A channel, a login shell and sudo for
 * each turn cost a host several times what the turn's own work does; here they are paid once for a connection. Where
 * there is no such shell, or somebody else has the turn, a channel of its own is used as before.
 *
 * <p>What goes this way leaves nothing behind that prints: it would be heard in the next answer. Commands that may are
 * started by the {@link HostRunner}, which gives them pipes of their own.
 */
final class StandingShell {
    /** How long the shell may take to show that it is one. Smaller: a busy host pays for channels. Larger: an
     * appliance that swallows programs without a word holds the first look that long. */
    private static final Duration HELLO = Duration.ofSeconds(10);

    /** Answered with the bare name where printf is a part of the shell. */
    private static final CommandLine HELLO_PROGRAM = CommandLine.of("command", "-v", "printf");

    private static final CommandLine SHELL = CommandLine.of("sh");

    /** What a shell that comes after a password must read first. */
    private static final String AFTER_PASSWORD = "ostler-goes-on";

    /**
     * A sudo that suddenly asks for no password would leave it to the shell, which would run it: this one ends unless
     * the first line that it reads is ours.
     */
    private static final CommandLine SHELL_AFTER_PASSWORD =
            CommandLine.of("sh", "-c", "read -r first && [ \"$first\" = " + AFTER_PASSWORD + " ] && exec sh");

    private final String host;
    private final SSHClient client;
    private final Root root;
    private final ReentrantLock turn = new ReentrantLock();
    private Exec shell;
    private volatile boolean impossible;
    private boolean prints;

    StandingShell(String host, SSHClient client, Root root) {
        this.host = host;
        this.client = client;
        this.root = root;
    }

    /**
     * Runs the commands of the batch, unless there is no such shell here or it is busy.
     *
     * @param taker takes what comes and leaves the marks to the batch
     * @param silence how long nothing at all may come
     * @param limit how long all of it may take
     * @return whether they were begun; then those that have ended are answered. False: nothing was sent.
     */
    boolean ask(Batch batch, Exec.Taker taker, Duration silence, Duration limit) throws SshTrouble {
        if (!turn.tryLock()) {
            return false;
        }
        boolean whole = false;
        try {
            if (!isThere() || (batch.isPrinted() && !prints)) {
                whole = true;
                return false;
            }
            shell.type((batch.program() + "\n").getBytes(StandardCharsets.UTF_8));
            shell.read(silence, limit, taker);
            whole = batch.isAnswered();
            return true;
        } finally {
            if (!whole) {
                leave();
            }
            turn.unlock();
        }
    }

    /** A login shell of its own kind, as routers and appliances have it. False before it was tried. */
    boolean isImpossible() {
        return impossible;
    }

    /** A shell is one when it does what only a shell would. Nobody's command has been sent before that is known. */
    private boolean isThere() throws SshTrouble {
        if (shell == null && !impossible) {
            Batch hello = Batch.of(HELLO_PROGRAM);
            try {
                CommandLine words = root.isAsked() ? SHELL_AFTER_PASSWORD : SHELL;
                String first = root.isAsked() ? AFTER_PASSWORD + "\n" : "";
                shell = Exec.start(host, client, root.line(words).quoted());
                shell.type(root.input((first + hello.program() + "\n").getBytes(StandardCharsets.UTF_8)));
                shell.read(HELLO, HELLO, hello);
            } catch (SshTrouble none) {
                if (!client.isConnected()) {
                    throw none;
                }
            }
            impossible = hello.answers().isEmpty();
            prints = hello.answers().stream().anyMatch(answer -> answer.out().equals("printf\n"));
            if (impossible) {
                leave();
            }
        }
        return !impossible;
    }

    /** What it still prints would be taken for the next one's answer. */
    private void leave() {
        if (shell != null) {
            shell.close();
            shell = null;
        }
    }
}
