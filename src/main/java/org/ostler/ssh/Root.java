package org.ostler.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import org.ostler.credential.Secret;
import org.ostler.credential.SshIdentity;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;

/**
 * How one becomes root on this connection: by having logged in as root, by {@code sudo -n}, or by {@code sudo -S} with
 * the password as the first line of standard input. Which one is found out once, by trying: a password sent to a sudo
 * that asks for none would arrive at the command as its input.
 */
record Root(Optional<CommandLine> prefix, Optional<Secret> password) {
    private static final Duration TRY = Duration.ofSeconds(30);
    private static final CommandLine PLAIN = CommandLine.of("sudo", "-n", "--");
    private static final CommandLine ASKED = CommandLine.of("sudo", "-k", "-S", "-p", "", "--");

    static Root find(String host, SSHClient client, SshIdentity identity) throws SshTrouble {
        if (!identity.sudo()) {
            return new Root(Optional.empty(), Optional.empty());
        }
        Root plain = new Root(Optional.of(PLAIN), Optional.empty());
        // -k: a ticket of an earlier sudo must not pass for "needs no password".
        Answer first = Root.call(host, client, CommandLine.of("sudo", "-k", "-n", "--", "id", "-u"), new byte[0]);
        if (isRoot(first)) {
            return plain;
        }
        if (identity.sudoPassword().isEmpty() || isTerminalWanted(first)) {
            throw refusal(host, identity, first);
        }
        Root asked = new Root(Optional.of(ASKED), identity.sudoPassword());
        Answer second = Root.call(host, client, asked.line(CommandLine.of("id", "-u")), asked.input(new byte[0]));
        if (isRoot(second)) {
            return asked;
        }
        throw refusal(host, identity, second);
    }

    /** Whether the first line of standard input is a password. */
    boolean isAsked() {
        return password.isPresent();
    }

    boolean isNeeded() {
        return prefix.isPresent();
    }

    CommandLine line(CommandLine command) {
        return prefix.map(words -> words.plus(command.arguments().toArray(String[]::new)))
                .orElse(command);
    }

    byte[] input(byte[] content) {
        if (password.isEmpty()) {
            return content;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((password.get().reveal() + "\n").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(content);
        return all.toByteArray();
    }

    /** Runs a short command and takes all it says, up to a page. */
    private static Answer call(String host, SSHClient client, CommandLine line, byte[] input) throws SshTrouble {
        try (Exec exec = Exec.start(host, client, line.quoted())) {
            exec.send(input);
            Output output = new Output(64 * 1024);
            exec.read(TRY, TRY, output);
            return output.answer(exec.status(client));
        }
    }

    private static boolean isRoot(Answer answer) {
        return answer.ok() && answer.out().strip().equals("0");
    }

    private static boolean isTerminalWanted(Answer answer) {
        return answer.err().contains("must have a tty") || answer.err().contains("requiretty");
    }

    private static SshTrouble refusal(String host, SshIdentity identity, Answer answer) {
        String user = identity.user();
        String why;
        if (isTerminalWanted(answer)) {
            why = "sudo on " + host + " wants a terminal (requiretty). Add the line \"Defaults:" + user
                    + " !requiretty\" with visudo.";
        } else if (answer.exit() == 127) {
            why = "There is no sudo on " + host + ". Log in as root, or install sudo.";
        } else if (answer.err().contains("not in the sudoers") || answer.err().contains("not allowed to")) {
            why = user + " may not use sudo on " + host + ". Let visudo allow it every command.";
        } else if (identity.sudoPassword().isEmpty()) {
            why = "sudo on " + host + " asks for a password and the credential of " + user + " has none for it.";
        } else if (answer.ok()) {
            why = "sudo on " + host + " does not make " + user + " root.";
        } else {
            why = "sudo on " + host + " did not take the password of " + user + ".";
        }
        return new SshTrouble(SshTrouble.Kind.ROOT_REFUSED, why);
    }
}
