package org.ostler.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.ostler.platform.Refusal;

/** Reads what is accepted before a call is chosen by it: see {@link PlainHeaders}. */
@Provider
@PreMatching
public class PlainAccept implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        try {
            request.getAcceptableMediaTypes();
        } catch (RuntimeException unreadable) {
            throw Refusal.badInput(
                    "header", "The header Accept cannot be read.", "Send Accept: application/json, or leave it out.");
        }
    }
}
