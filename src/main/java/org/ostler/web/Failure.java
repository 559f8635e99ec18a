package org.ostler.web;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What went wrong with a request, under a reference that the person can pass on and the log can be searched for. */
@Named
@RequestScoped
public class Failure {
    private static final Logger LOG = Logger.getLogger(Failure.class.getName());

    @Inject
    private HttpServletRequest request;

    private String reference = "";

    @PostConstruct
    void log() {
        reference = UUID.randomUUID().toString().substring(0, 8);
        Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        LOG.log(
                Level.SEVERE,
                "request failed, reference " + reference,
                cause instanceof Throwable thrown ? thrown : null);
    }

    public String getReference() {
        return reference;
    }
}
