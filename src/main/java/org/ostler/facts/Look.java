package org.ostler.facts;

import java.util.Map;
import java.util.TreeMap;

/** A read-only question to a host or to the CloudStack API. */
public sealed interface Look {
    /** A command that changes nothing; its exit status is part of the answer. */
    record Run(CommandLine command) implements Look {}

    /** The text of a file; a missing file is an answer with exit 1, an unreadable one is a failure of the look. */
    record Read(String path) implements Look {}

    /** A list command of the API; all pages are fetched and merged into one response. */
    record Ask(String command, Map<String, String> parameters) implements Look {
        public Ask {
            parameters = Map.copyOf(new TreeMap<>(parameters));
        }
    }
}
