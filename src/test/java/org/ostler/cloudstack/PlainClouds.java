package org.ostler.cloudstack;

import org.ostler.credential.Credentials;

/** Real clients without a container. */
public final class PlainClouds extends CloudStackClients {
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject it
    public PlainClouds(Credentials known) {
        credentials = known;
    }
}
