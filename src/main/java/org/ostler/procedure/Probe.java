package org.ostler.procedure;

import org.ostler.facts.CommandLine;

/**
 * A question to a host whose answer tells whether its network works, asked over a new connection before a changed
 * network is kept.
 *
 * @param claim what it proves: "the gateway 10.0.0.1 answers"
 * @param command reads only; exit 0 means that it is so
 */
public record Probe(String claim, CommandLine command) {

    /** The host reaches its gateway. One packet, two seconds: the guard asks again until its time is up. */
    public static Probe gateway(String address) {
        CommandLine ping = address.contains(":")
                ? CommandLine.of("ping", "-6", "-c", "1", "-W", "2", address)
                : CommandLine.of("ping", "-c", "1", "-W", "2", address);
        return new Probe("the gateway " + address + " answers", ping);
    }

    /** The host opens a TCP connection. By bash itself: other programs for that are not on every host. */
    public static Probe port(String address, int port) {
        return new Probe(
                address + " takes connections on port " + port,
                CommandLine.of(
                        "timeout", "5", "bash", "-c", "exec 3<>\"/dev/tcp/$0/$1\"", address, Integer.toString(port)));
    }
}
