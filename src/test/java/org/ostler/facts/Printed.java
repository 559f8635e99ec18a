package org.ostler.facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** What hosts of this and that system printed, from {@code facts/<fact>/<system>.txt}. */
public final class Printed {
    private static final Path CASES = Path.of("src/test/resources/facts");
    private static final String EXIT = "#exit ";

    /** yum's way to say that there are updates; they stand on standard output. */
    private static final int UPDATES = 100;

    private Printed() {}

    /** @param file see {@link FactCasesTest} */
    static Answer answer(Path file) throws IOException {
        String text = Files.readString(file);
        if (!text.startsWith(EXIT)) {
            return Answer.of(text);
        }
        int end = text.indexOf('\n');
        int exit = Integer.parseInt(text.substring(EXIT.length(), end));
        String rest = text.substring(end + 1);
        return exit == UPDATES && !rest.contains("E: ") ? new Answer(exit, rest, "") : new Answer(exit, "", rest);
    }

    /** All answers of a system: what it has no file for is a program or a file that it does not have. */
    public static Facts facts(String system, Collection<Fact<?>> asked) throws IOException {
        Facts facts = Facts.none();
        for (Fact<?> fact : asked) {
            Path file = CASES.resolve(fact.name()).resolve(system + ".txt");
            Answer none = fact.look() instanceof Look.Read
                    ? Answer.absent()
                    : new Answer(127, "", "bash: " + fact.name() + ": command not found\n");
            if (fact.place() == Place.HOST) {
                facts = facts.with(fact, Files.exists(file) ? answer(file) : none);
            }
        }
        return facts;
    }
}
