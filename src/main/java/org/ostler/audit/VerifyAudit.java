package org.ostler.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ostler.audit.JournalReader.Reading;

/**
 * Verifies a journal without a server and without a database: on a copy, on another machine, by somebody who need not
 * trust the one that wrote it. Needs nothing but the JDK.
 */
public final class VerifyAudit {
    static final int SOUND = 0;
    static final int BROKEN = 1;
    static final int UNREADABLE = 2;

    private static final Pattern HEAD = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    private static final String USAGE = """
            verify-audit.sh DIRECTORY [--witness FILE]... [--head NUMBER:HASH]...

              DIRECTORY   the journal, or the data directory that has it
              --witness   a witness file, or a log server's file with its lines among others
              --head      a head that somebody wrote down: the entry's number and its hash

            Ends with 0 when the journal is sound, 1 when it is broken, 2 when it cannot be read.""";

    private VerifyAudit() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    static int run(List<String> arguments, PrintStream out) {
        try {
            Deque<String> words = new ArrayDeque<>(arguments);
            Path directory = journal(next(words));
            WitnessLog witness = WitnessLog.NONE;
            while (!words.isEmpty()) {
                witness = witness.and(witness(next(words), next(words)));
            }
            return verify(directory, witness, out);
        } catch (Misused how) {
            out.println(how.getMessage() + "\n\n" + USAGE);
        } catch (IOException | RuntimeException unreadable) {
            out.println("It cannot be read: " + unreadable);
        }
        return UNREADABLE;
    }

    private static String next(Deque<String> words) throws Misused {
        if (words.isEmpty()) {
            throw new Misused("Something is missing.");
        }
        return words.pop();
    }

    private static Path journal(String name) throws Misused, IOException {
        Path within = Path.of(name, "journal");
        Path directory = Files.isDirectory(within) ? within : Path.of(name);
        if (new JournalReader(directory).segments().isEmpty()) {
            throw new Misused("There is no journal in " + directory + ".");
        }
        return directory;
    }

    private static WitnessLog witness(String option, String value) throws Misused, IOException {
        if (option.equals("--witness")) {
            WitnessLog log = WitnessLog.read(Path.of(value));
            if (log.isEmpty()) {
                throw new Misused("There is no head in " + value + ".");
            }
            return log;
        }
        Matcher head = HEAD.matcher(value);
        if (!option.equals("--head") || !head.matches()) {
            throw new Misused("This is not understood: " + option + " " + value);
        }
        return WitnessLog.of(new Head(Long.parseLong(head.group(1)), head.group(2)));
    }

    private static int verify(Path directory, WitnessLog witness, PrintStream out) throws IOException {
        JournalCheck.Result result =
                new JournalCheck(directory).check(Long.MAX_VALUE, witness, JournalReader.Each.NOTHING);
        Reading reading = result.reading();
        out.println("journal   " + directory.toAbsolutePath().normalize());
        out.println(
                "entries   " + reading.entries() + ", from " + (reading.before().number() + 1) + " to "
                        + reading.head().number() + ", in " + result.segments() + " segments");
        if (reading.before().number() > 0) {
            out.println("dropped   entries up to " + reading.before().number() + ", by retention");
        }
        out.println(
                "head      " + reading.head().number() + ":" + reading.head().hash());
        out.println("witness   " + (witness.isEmpty() ? "none given" : witness.size() + " heads"));
        if (reading.tornBytes() > 0) {
            out.println(
                    "torn      " + reading.tornBytes() + " bytes behind the last entry: the server was stopped while"
                            + " it wrote, or the end was cut. The database and a witness tell which");
        }
        result.lost().ifPresent(lost -> out.println("restored  " + lost));
        if (result.broken().isPresent()) {
            Break broken = result.broken().get();
            out.println("result    BROKEN at entry " + broken.entry());
            out.println("reason    " + broken.words());
            return BROKEN;
        }
        out.println("result    sound");
        return SOUND;
    }

    private static final class Misused extends Exception {
        private static final long serialVersionUID = 1L;

        Misused(String message) {
            super(message);
        }
    }
}
