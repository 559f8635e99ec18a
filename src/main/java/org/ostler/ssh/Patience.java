package org.ostler.ssh;

import java.time.Duration;

/**
 * How long a host may take for what, before the line counts as lost.
 *
 * @param connect to accept a connection. Smaller: a busy host counts as gone. Larger: a page that looks at a dead host
 *     waits
 * @param handshake one step of the handshake and the login. Smaller: old hosts under load (a slow DNS lookup of our
 *     address takes 10 s by itself) are refused. Larger: a host that accepts and then is silent holds a page that long
 * @param signOfLife between two signs of life, in whole seconds; three unanswered ones end the line, so a dead one is
 *     noticed within about four of these. Smaller: a short stall of the network ends runs' connections. Larger: a run
 *     shows a dead host as busy
 * @param invocation one short invocation of the host runner. Smaller: a sync on a busy disk counts as a lost line.
 *     Larger: a hung host holds a run's lane before anybody is told
 * @param silence of a followed command's host, which beats each second. Smaller: a stall under load cuts a good line.
 *     Larger: a dead host looks busy
 */
record Patience(Duration connect, Duration handshake, Duration signOfLife, Duration invocation, Duration silence) {
    static Patience standard() {
        return new Patience(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(4),
                Duration.ofMinutes(2),
                Duration.ofSeconds(20));
    }
}
