package org.ostler.web;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.platform.DatabaseWatch;
import org.ostler.platform.Refusal;

/**
 * Answers what no page has caught. A refusal gets its status, so that a mistyped id is a 404 and no mistake of ours. A
 * background request that fails leaves the page as it is: it must never take a person away from what they type.
 */
public final class Refusals extends ExceptionHandlerFactory {
    private static final Logger LOG = Logger.getLogger(Refusals.class.getName());

    /** Called by Faces. */
    public Refusals(ExceptionHandlerFactory wrapped) {
        super(wrapped);
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
        return new Handler(getWrapped().getExceptionHandler());
    }

    private static final class Handler extends ExceptionHandlerWrapper {
        Handler(ExceptionHandler wrapped) {
            super(wrapped);
        }

        @Override
        public void handle() throws FacesException {
            FacesContext faces = FacesContext.getCurrentInstance();
            boolean background = faces.getPartialViewContext().isAjaxRequest();
            for (Iterator<ExceptionQueuedEvent> events =
                            getUnhandledExceptionQueuedEvents().iterator();
                    events.hasNext(); ) {
                Throwable thrown = events.next().getContext().getException();
                Optional<Refusal> refusal = refusal(thrown);
                if (faces.getExternalContext().isResponseCommitted()) {
                    continue;
                }
                if (background) {
                    events.remove();
                    leaveThePage(faces, thrown);
                } else if (refusal.isPresent()) {
                    events.remove();
                    answer(faces, refusal.get().kind() == Refusal.Kind.FORBIDDEN ? 403 : 404);
                } else if (isTheDatabases(thrown)) {
                    events.remove();
                    answer(faces, Refusal.Kind.NOT_NOW.status());
                }
            }
            getWrapped().handle();
        }

        private static void leaveThePage(FacesContext faces, Throwable thrown) {
            faces.getExternalContext().responseReset();
            faces.getExternalContext().setResponseStatus(status(faces, thrown));
            faces.responseComplete();
        }

        /** The page then says what is the matter with it. */
        private static boolean isTheDatabases(Throwable thrown) {
            return CDI.current().select(DatabaseWatch.class).get().met(thrown).isPresent();
        }

        /** Gone: the page's script loads the page anew. */
        private static int status(FacesContext faces, Throwable thrown) {
            if (thrown instanceof ViewExpiredException) {
                return HttpServletResponse.SC_GONE;
            }
            if (BadForms.isSendersTrouble(
                    (HttpServletRequest) faces.getExternalContext().getRequest(), thrown)) {
                return HttpServletResponse.SC_BAD_REQUEST;
            }
            LOG.log(Level.WARNING, "a background request of a page failed", thrown);
            return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }

        private static void answer(FacesContext faces, int status) {
            try {
                faces.getExternalContext().responseReset();
                faces.getExternalContext().responseSendError(status, "");
                faces.responseComplete();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        private static Optional<Refusal> refusal(Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof Refusal refusal
                        && (refusal.kind() == Refusal.Kind.NOT_FOUND || refusal.kind() == Refusal.Kind.FORBIDDEN)) {
                    return Optional.of(refusal);
                }
            }
            return Optional.empty();
        }
    }
}
