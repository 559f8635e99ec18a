package org.ostler.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.ostler.facts.Answer;

/** Gathers what a command printed, up to a limit. */
final class Output implements Exec.Taker {
    private final int limit;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Output(int limit) {
        this.limit = limit;
    }

    @Override
    public boolean take(int stream, byte[] bytes, int length) throws SshTrouble {
        if (out.size() + err.size() + length > limit) {
            throw new SshTrouble(
                    SshTrouble.Kind.LOST, "The command printed more than " + limit + " bytes and was given up.");
        }
        (stream == 1 ? out : err).write(bytes, 0, length);
        return true;
    }

    Answer answer(int exit) {
        return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
