package org.ostler.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;

/**
 * Commands that go to one shell, because a channel and a login shell for each cost a host more than the commands do. After each of them the shell prints a mark that nobody could have known before, with the exit status on
 * standard output: what stands between two marks is the command's, byte for byte.
 */
final class Batch implements Exec.Taker {
    /** Characters of one program. Smaller: more turns. Larger: a system's limit for one argument (128 KiB) is near. */
    private static final int LONGEST = 32 * 1024;

    private final byte[] mark = UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);
    private final List<CommandLine> commands;
    private final Parts out = new Parts();
    private final Parts err = new Parts();

    Batch(List<CommandLine> commands) {
        this.commands = commands;
    }

    /** As many of them as may go together. */
    static List<CommandLine> first(List<CommandLine> commands) {
        int length = 0;
        int count = 0;
        while (count < commands.size() && length <= LONGEST) {
            length += commands.get(count).quoted().length() + 80;
            count++;
        }
        return commands.subList(0, count);
    }

    int size() {
        return commands.size();
    }

    /** One line for a POSIX shell. What it runs has nothing to read: the shell's own input is not theirs. */
    String program() {
        String word = new String(mark, StandardCharsets.US_ASCII);
        StringBuilder program = new StringBuilder();
        for (CommandLine command : commands) {
            program.append(command.quoted()).append(" </dev/null; echo ").append(word);
            program.append(" $?; echo ").append(word).append(" >&2;");
        }
        return program.toString();
    }

    @Override
    public boolean take(int stream, byte[] bytes, int length) throws SshTrouble {
        (stream == 1 ? out : err).take(bytes, length);
        return !isAnswered();
    }

    /** Whether each of the commands has told its end on both streams. */
    boolean isAnswered() {
        return out.texts.size() >= commands.size() && err.texts.size() >= commands.size();
    }

    /** Of the commands that have ended, in order. */
    List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        int ended = Math.min(commands.size(), Math.min(out.texts.size(), err.texts.size()));
        for (int i = 0; i < ended && out.words.get(i).matches("\\d{1,3}"); i++) {
            answers.add(new Answer(Integer.parseInt(out.words.get(i)), out.texts.get(i), err.texts.get(i)));
        }
        return answers;
    }

    /** One stream, cut at its marks. */
    private final class Parts extends ByteArrayOutputStream {
        private final List<String> texts = new ArrayList<>();
        private final List<String> words = new ArrayList<>();
        private int searched;

        void take(byte[] bytes, int length) throws SshTrouble {
            if (count + length > SshjShell.MOST) {
                throw new SshTrouble(
                        SshTrouble.Kind.LOST,
                        "The command printed more than " + SshjShell.MOST + " bytes and was given up.");
            }
            write(bytes, 0, length);
            boolean more = true;
            while (more) {
                more = cut();
            }
        }

        private boolean cut() {
            int at = find();
            int end = at;
            while (at >= 0 && end < count && buf[end] != '\n') {
                end++;
            }
            if (at < 0 || end == count) {
                searched = at < 0 ? Math.max(0, count - mark.length) : at;
                return false;
            }
            texts.add(new String(buf, 0, at, StandardCharsets.UTF_8));
            words.add(new String(buf, at + mark.length, end - at - mark.length, StandardCharsets.UTF_8).strip());
            byte[] rest = Arrays.copyOfRange(buf, end + 1, count);
            reset();
            writeBytes(rest);
            searched = 0;
            return true;
        }

        private int find() {
            for (int at = searched; at + mark.length <= count; at++) {
                if (Arrays.equals(buf, at, at + mark.length, mark, 0, mark.length)) {
                    return at;
                }
            }
            return -1;
        }
    }
}
