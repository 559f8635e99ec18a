package org.ostler.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;

/**
 * Commands that go to one shell, because a channel and a login shell for each cost a host more than the commands do.
 * After each of them the shell prints a mark that nobody could have known before, with the exit status on standard
 * output: what stands between two marks is the command's, byte for byte.
 */
final class Batch implements Exec.Taker {
    /** Characters of one program. Smaller: more turns. Larger: a system's limit for one argument (128 KiB) is near. */
    private static final int LONGEST = 32 * 1024;

    private final byte[] mark = UUID.randomUUID().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);
    private final List<String> programs;
    private final boolean printed;
    private final Parts out = new Parts();
    private final Parts err = new Parts();

    private Batch(List<String> programs, boolean printed) {
        this.programs = programs;
        this.printed = printed;
    }

    /** What they run has nothing to read: the shell's own input is not theirs. */
    static Batch of(List<CommandLine> commands) {
        return new Batch(
                commands.stream()
                        .map(command -> command.quoted() + " </dev/null")
                        .toList(),
                false);
    }

    static Batch of(CommandLine command) {
        return of(List.of(command));
    }

    /**
     * With this text on its standard input, which travels in the program. Empty when that is no way for it: too long, or
     * more than plain text, which an old shell mangles.
     */
    static Optional<Batch> of(CommandLine command, byte[] input) {
        for (byte one : input) {
            if (one < ' ' && one != '\n' && one != '\t') {
                return Optional.empty();
            }
        }
        String text = CommandLine.quote(new String(input, StandardCharsets.US_ASCII));
        return text.length() > LONGEST
                ? Optional.empty()
                : Optional.of(new Batch(List.of("printf %s " + text + " | " + command.quoted()), true));
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

    /** Whether the shell itself is to print something: where printf is a program, the text would be its argument. */
    boolean isPrinted() {
        return printed;
    }

    int size() {
        return programs.size();
    }

    /** One line for a POSIX shell, which may hold ends of lines in quoted words. */
    String program() {
        String word = new String(mark, StandardCharsets.US_ASCII);
        StringBuilder all = new StringBuilder();
        for (String program : programs) {
            all.append(program).append("; echo ").append(word).append(" $?; echo ");
            all.append(word).append(" >&2;");
        }
        return all.toString();
    }

    @Override
    public boolean take(int stream, byte[] bytes, int length) throws SshTrouble {
        (stream == 1 ? out : err).take(bytes, length);
        return !isAnswered();
    }

    /** Whether each of the commands has told its end on both streams. */
    boolean isAnswered() {
        return out.texts.size() >= programs.size() && err.texts.size() >= programs.size();
    }

    /** Of the commands that have ended, in order. */
    List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        int ended = Math.min(programs.size(), Math.min(out.texts.size(), err.texts.size()));
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
