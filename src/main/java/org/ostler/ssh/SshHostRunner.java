package org.ostler.ssh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.ostler.credential.Secret;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;

/** Speaks the host runner's contract over one connection; brings the program to a host that does not have it. */
final class SshHostRunner implements HostRunner {
    private static final Duration EVER = Duration.ofDays(365);
    private static final int REFUSED = 3;

    private final SshjShell shell;
    private final RunnerScript script;
    private final String path;
    private final Patience patience;
    /** Of this connection: no host gets another boot id without losing its connections. */
    private Optional<Identity> identity = Optional.empty();

    SshHostRunner(SshjShell shell, RunnerScript script, Patience patience) {
        this.shell = shell;
        this.script = script;
        // It carries the hash of the whole text.
        this.path = script.path();
        this.patience = patience;
    }

    @Override
    public Identity identity() throws SshTrouble {
        if (identity.isEmpty()) {
            identity = Optional.of(ask());
        }
        return identity.get();
    }

    private Identity ask() throws SshTrouble {
        Answer answer = call(words("identity"), new byte[0]);
        if (!answer.ok() && isAbsent(answer)) {
            install();
            answer = call(words("identity"), new byte[0]);
        }
        Map<String, String> lines = new TreeMap<>();
        for (String line : understood("identity", answer).lines().toList()) {
            int space = line.indexOf(' ');
            lines.put(line.substring(0, Math.max(0, space)), line.substring(space + 1));
        }
        if (!lines.containsKey("boot-id") || !lines.containsKey("marker") || !"1".equals(lines.get("version"))) {
            throw strange("identity", answer);
        }
        return new Identity(lines.get("boot-id"), lines.get("marker"));
    }

    @Override
    public Started start(UUID command, CommandLine line, Optional<Secret> onDescriptor3)
            throws SshTrouble, HostRefused {
        List<String> words = new ArrayList<>(List.of("start", command.toString()));
        onDescriptor3.ifPresent(secret -> words.add("--secret"));
        words.add("--");
        words.addAll(line.arguments());
        byte[] input = onDescriptor3
                .map(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        Answer answer = ask(words.toArray(String[]::new), input);
        return switch (change("start", answer)) {
            case "started" -> Started.STARTED;
            case "known" -> Started.ALREADY_KNOWN;
            default -> throw strange("start", answer);
        };
    }

    @Override
    public State result(UUID command) throws SshTrouble {
        Answer answer = ask(new String[] {"result", command.toString()}, new byte[0]);
        return state(understood("result", answer));
    }

    @Override
    public State follow(UUID command, long outOffset, long errOffset, Sink sink) throws SshTrouble {
        ready();
        Frames frames = new Frames(shell.host(), sink);
        CommandLine line = words("follow", command.toString(), Long.toString(outOffset), Long.toString(errOffset));
        shell.follow(line, patience.silence(), EVER, frames);
        return state(frames.end());
    }

    @Override
    public String kill(UUID command) throws SshTrouble {
        return understood("kill", ask(new String[] {"kill", command.toString()}, new byte[0]));
    }

    @Override
    public FileState stat(String path) throws SshTrouble {
        Answer answer = ask(new String[] {"stat", path}, new byte[0]);
        String[] words = understood("stat", answer).split(" ", 2);
        if (words[0].equals("link") && words.length == 2) {
            return new FileState("link", "", "", "", words[1]);
        }
        if (words[0].equals("file") && words.length == 2) {
            String[] rest = words[1].split(" ", 3);
            if (rest.length == 3) {
                return new FileState("file", rest[0], rest[1], rest[2], "");
            }
        }
        if (words.length != 1) {
            throw strange("stat", answer);
        }
        return new FileState(words[0], "", "", "", "");
    }

    @Override
    public void put(String path, byte[] content, String expectedSha256, Optional<String> mode, Optional<String> owner)
            throws SshTrouble, HostRefused {
        String[] words = {
            "put", path, orNone(expectedSha256), mode.orElse("-"), owner.orElse("-"), RunnerScript.hash(content)
        };
        change("put", ask(words, content));
    }

    @Override
    public void remove(String path, String expectedSha256) throws SshTrouble, HostRefused {
        change("remove", ask(new String[] {"remove", path, expectedSha256}, new byte[0]));
    }

    @Override
    public void link(String path, String destination) throws SshTrouble, HostRefused {
        change("link", ask(new String[] {"link", path, destination}, new byte[0]));
    }

    @Override
    public void clean(UUID command) throws SshTrouble {
        understood("clean", ask(new String[] {"clean", command.toString()}, new byte[0]));
    }

    private void ready() throws SshTrouble {
        identity();
    }

    private Answer ask(String[] words, byte[] input) throws SshTrouble {
        ready();
        return call(words(words), input);
    }

    private Answer call(CommandLine line, byte[] input) throws SshTrouble {
        return shell.call(line, input, patience.invocation());
    }

    private CommandLine words(String... words) {
        return CommandLine.of(path, words);
    }

    private static String orNone(String sha256) {
        return sha256.isEmpty() ? "-" : sha256;
    }

    /** A shell says 127 or 126, sudo 1 with words. */
    private static boolean isAbsent(Answer answer) {
        return answer.exit() == 127
                || answer.exit() == 126
                || answer.err().contains("command not found")
                || answer.err().contains("No such file or directory");
    }

    /** Each step is one plain command; the rename at the end makes a half-sent program impossible. */
    private void install() throws SshTrouble {
        byte[] nothing = new byte[0];
        String sending = path + "." + UUID.randomUUID();
        done(CommandLine.of("mkdir", "-p", "-m", "700", script.base()), nothing);
        done(CommandLine.of("chmod", "700", script.base()), nothing);
        done(
                CommandLine.of("dd", "of=" + sending, "bs=65536", "conv=fsync"),
                script.text().getBytes(StandardCharsets.UTF_8));
        done(CommandLine.of("chmod", "700", sending), nothing);
        done(CommandLine.of("mv", "-f", sending, path), nothing);
    }

    private void done(CommandLine line, byte[] input) throws SshTrouble {
        Answer answer = call(line, input);
        if (!answer.ok()) {
            throw strange("installing itself (" + line.program() + ")", answer);
        }
    }

    private String change(String what, Answer answer) throws SshTrouble, HostRefused {
        if (answer.exit() == REFUSED && answer.out().startsWith("refused ")) {
            String[] words = answer.out().strip().split(" ", 3);
            throw new HostRefused(words[1], words.length > 2 ? words[2] : words[1]);
        }
        return understood(what, answer);
    }

    private String understood(String what, Answer answer) throws SshTrouble {
        if (!answer.ok() || !answer.out().endsWith("\n")) {
            throw strange(what, answer);
        }
        return answer.out().substring(0, answer.out().length() - 1);
    }

    private State state(String words) throws SshTrouble {
        if (words.matches("exit \\d{1,3}")) {
            return new State.Exited(Integer.parseInt(words.substring(5)));
        }
        return switch (words) {
            case "running" -> new State.Running();
            case "interrupted" -> new State.Interrupted();
            case "missing" -> new State.Missing();
            default -> throw strange("its state", new Answer(0, words, ""));
        };
    }

    private SshTrouble strange(String what, Answer answer) {
        String said = (answer.err() + answer.out()).strip();
        return new SshTrouble(
                SshTrouble.Kind.LOST,
                "The host runner on " + shell.host() + " answered " + what + " with exit " + answer.exit() + ": "
                        + (said.length() > 300 ? said.substring(0, 300) + "…" : said));
    }
}
