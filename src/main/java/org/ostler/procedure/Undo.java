package org.ostler.procedure;

import java.util.List;
import java.util.function.Function;

/** What rolls a step back. A step with none of these does not get into a guide. */
public sealed interface Undo {
    /** The files and links it wrote get their earlier content, byte for byte, or go. */
    record RestoreFiles() implements Undo {}

    /**
     * A service whose files were restored is restarted, once per service, after all files of the run are back.
     * {@code restart} also brings back what the service was (for example stopped).
     */
    record RestartService(String service, Function<Situation, List<Action>> restart) implements Undo {}

    /** Commands of its own; {@code templates} is how the plan shows them. */
    record By(String words, List<Template> templates, Function<Situation, List<Action>> actions) implements Undo {}

    /** It changes nothing: a look, a wait or a question. */
    record Nothing() implements Undo {}

    record Irreversible(String reason) implements Undo {}
}
