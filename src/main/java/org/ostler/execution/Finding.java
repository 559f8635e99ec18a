package org.ostler.execution;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of an action.
 *
 * @param exit of a command that has ended
 * @param again when it is still running: after this long it is looked at again
 */
record Finding(Known known, String words, Optional<Integer> exit, Duration again) {
    enum Known {
        DONE,
        /** It was tried and refused or failed, and is over. */
        FAILED,
        /** It has not begun: it may be begun under the same command id. */
        NOT_DONE,
        STILL_RUNNING,
        UNKNOWN
    }

    static Finding done(String words) {
        return new Finding(Known.DONE, words, Optional.empty(), Duration.ZERO);
    }

    static Finding failed(String words) {
        return new Finding(Known.FAILED, words, Optional.empty(), Duration.ZERO);
    }

    static Finding exited(boolean good, int status) {
        return new Finding(good ? Known.DONE : Known.FAILED, "exit " + status, Optional.of(status), Duration.ZERO);
    }

    static Finding notDone(String words) {
        return new Finding(Known.NOT_DONE, words, Optional.empty(), Duration.ZERO);
    }

    static Finding running(String words, Duration again) {
        return new Finding(Known.STILL_RUNNING, words, Optional.empty(), again);
    }

    static Finding unknown(String why) {
        return new Finding(Known.UNKNOWN, why, Optional.empty(), Duration.ZERO);
    }
}
