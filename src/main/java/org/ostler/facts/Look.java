package org.ostler.facts;

import java.util.Map;
import java.util.TreeMap;

/** A read-only question to a host or to the CloudStack API. */
public sealed interface Look {
    /** A command that changes nothing; its exit status is part of the answer. */
    record Run(CommandLine command) implements Look {}

    /** The text of a file; a missing file is an answer with exit 1, an unreadable one is a failure of the look. */
    record Read(String path) implements Look {}

    /**
     * The host's clock between two readings of ours: three numbers in seconds since 1970. A look of its own, because a
     * host's time alone says nothing without the moment of asking.
     */
    record Clock() implements Look {
        public static final CommandLine COMMAND = CommandLine.of("date", "+%s.%N");
    }

    /** A list command of the API; all pages are fetched and merged into one response. */
    record Ask(String command, Map<String, String> parameters) implements Look {
        public Ask {
            parameters = Map.copyOf(new TreeMap<>(parameters));
        }
    }
}
