package org.ostler.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Where orders to an engine are given, whichever process it is in. */
@FunctionalInterface
interface Desk {
    /** @return {@code {ok}} or {@code {refused, words}}; a missing node when it is not known whether it was done */
    JsonNode ask(ObjectNode order) throws IOException, InterruptedException;
}
