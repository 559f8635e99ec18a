package org.ostler.procedure;

import java.time.Duration;

/** How an action is known to have happened once. Each kind is looked up in its own way after a crash. */
public sealed interface Proof {
    /** The control directory on the host tells; see {@code ssh.HostRunner}. */
    record Detached() implements Proof {}

    /** The boot id tells: another one means that the host went down after the intent. */
    record BootId() implements Proof {}

    /** The host's own guard tells whether a change is armed, kept or restored; see {@link Action.Guarded}. */
    record Guarded() implements Proof {}

    /** The file equals its text before, or after. */
    record Content() implements Proof {}

    /**
     * Read before and after through the API. Sent again only when the server's own longest time has passed and
     * neither the effect nor a job is seen.
     */
    record ReadBack(Duration serverLimit) implements Proof {}

    /** Nothing can prove it but a person. */
    record Person() implements Proof {}
}
