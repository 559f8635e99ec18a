package org.ostler.console;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/** The real transcripts without a container. */
public final class PlainTranscripts extends Transcripts {
    public PlainTranscripts(Path directory, ScheduledExecutorService timer) {
        super(directory, Set::of, timer, timer);
    }
}
