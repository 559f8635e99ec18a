package org.ostler.cloudstack;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes clients. */
@ApplicationScoped
public class CloudStackClients {
    /**
     * @param url {@code http(s)://host:port/client/api}
     * @param credential of kind CLOUDSTACK_API
     */
    public CloudStackClient connect(String url, String credential) {
        throw new UnsupportedOperationException();
    }
}
