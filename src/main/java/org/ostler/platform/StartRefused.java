package org.ostler.platform;

import java.util.logging.Logger;

/** The server cannot start, for a reason that a person can mend. The start command shows the sentence. */
final class StartRefused extends IllegalStateException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(StartRefused.class.getName());

    private StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    static StartRefused because(String sentence) {
        return because(sentence, null);
    }

    /** @param sentence says what is the case and what to do; {@code payara/start} finds it in the log by its first words */
    static StartRefused because(String sentence, Throwable cause) {
        LOG.severe(() -> "Ostler cannot start: " + sentence);
        return new StartRefused(sentence, cause);
    }
}
