package org.ostler.lab;

import java.io.IOException;

/** A simulated program of a simulated host. */
@FunctionalInterface
interface Program {
    /** Returns the exit status. A pause in it goes through {@link LabClock}, so that tests can shorten it. */
    int run(Invocation call) throws IOException, InterruptedException;
}
