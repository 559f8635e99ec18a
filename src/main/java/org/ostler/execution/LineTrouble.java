package org.ostler.execution;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.ostler.ssh.SshTrouble;

/** What a connection that fails means, and what a person is told. */
final class LineTrouble {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private LineTrouble() {}

    static boolean passes(SshTrouble trouble) {
        return switch (trouble.kind()) {
            case UNREACHABLE, LOST -> true;
            case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, LOGIN_REFUSED, ROOT_REFUSED, WEAK_ALGORITHMS -> false;
        };
    }

    static String next(SshTrouble trouble) {
        return switch (trouble.kind()) {
            case UNREACHABLE, LOST -> "Bring the machine or the network back, then try again.";
            case HOST_KEY_UNKNOWN ->
                "Compare the fingerprint at the machine's own screen and accept its host key," + " then try again.";
            case HOST_KEY_CHANGED ->
                "Find out why the key changed. After a reinstallation, compare it at the"
                        + " machine's own screen and have it accepted, then try again.";
            case LOGIN_REFUSED -> "Correct the machine's credential, then try again.";
            case ROOT_REFUSED -> "Let the user become root by sudo, then try again.";
            case WEAK_ALGORITHMS -> "Say yes to old SSH algorithms on the machine's page, then try again.";
        };
    }

    static String words(String machine, SshTrouble trouble) {
        return machine + ": " + trouble.getMessage() + " " + next(trouble);
    }

    static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /**
     * Counts a machine's silence.
     *
     * @return when to try again; empty when it has been silent for too long
     */
    static Optional<Next> silence(Tools tools, StepEntry entry, String machine, SshTrouble trouble) {
        Instant since = entry.silentSince.orElse(tools.now());
        entry.silentSince = Optional.of(since);
        entry.progress = "No answer from " + machine + " since " + clock(since) + " (" + trouble.getMessage()
                + "); trying again";
        Next next = Next.later(tools.limits().backOff(entry.silences));
        entry.silences++;
        return since.plus(tools.limits().silence()).isBefore(tools.now()) ? Optional.empty() : Optional.of(next);
    }

    static String words(Duration time) {
        return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }

    /**
     * Whether a time limit has passed by a look that began then: one look at a line that hangs may outlast the limit and
     * says nothing. A machine that has just fallen silent gets its time to settle.
     *
     * @param silentSince when the look was not answered
     * @param settle how long a machine may be silent that has answered before
     */
    static boolean isOver(Instant limit, Instant asked, Optional<Instant> silentSince, Duration settle) {
        return limit.isBefore(asked)
                && silentSince.map(since -> since.plus(settle).isBefore(asked)).orElse(true);
    }
}
