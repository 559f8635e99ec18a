package org.ostler.platform;

import java.sql.SQLException;
import java.util.Optional;

/** Tells a database that cannot work now (no room, gone, closed) from a statement that is wrong. */
final class DatabaseFailure {
    /** Of our own refusal, PostgreSQL's "disk full". */
    static final String NOTHING_WRITTEN = "53100";

    private static final int H2_GENERAL = 50_000;
    private static final int DEEP = 20;

    private DatabaseFailure() {}

    /** What the database said, when somewhere among the causes there is a failure of the database itself. */
    static Optional<String> in(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < DEEP; depth++) {
            if (at instanceof SQLException failure && isOfTheDatabase(failure)) {
                return Optional.of(firstLine(failure.getMessage()));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    private static boolean isOfTheDatabase(SQLException failure) {
        String said = Optional.ofNullable(failure.getMessage()).orElse("");
        if (said.startsWith("Error in allocating a connection")) {
            return true;
        }
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        boolean byState = state.startsWith("08") // connection lost
                || state.startsWith("53") // disk full, out of memory, too many connections
                || state.startsWith("57P") // shut down, starting up
                || state.startsWith("58") // the system's own errors
                || state.equals("25006"); // read-only, a standby
        return byState || isOfH2(failure.getErrorCode(), said);
    }

    private static boolean isOfH2(int code, String said) {
        return switch (code) {
            case 90_020, 90_028, 90_031, 90_067, 90_098, 90_121 -> true;
            case H2_GENERAL -> said.contains("MVStoreException");
            default -> false;
        };
    }

    private static String firstLine(String said) {
        return Optional.ofNullable(said).orElse("no reason given").split("\\R|; SQL statement", 2)[0];
    }
}
