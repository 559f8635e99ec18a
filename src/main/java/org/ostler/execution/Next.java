package org.ostler.execution;

import java.time.Duration;

/** When a lane is to be looked at again. */
sealed interface Next {
    /** At once. */
    record Again() implements Next {}

    /** After a while; no thread and no connection is held meanwhile. */
    record Later(Duration delay) implements Next {}

    /** When a person, or another lane, has done something. */
    record Idle() implements Next {}

    Next AGAIN = new Again();
    Next IDLE = new Idle();

    static Next later(Duration delay) {
        return new Later(delay);
    }
}
