package org.ostler.web;

import jakarta.faces.FacesException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import org.ostler.platform.Refusal;

/** Answers a refusal that no page has caught with its status, so that a mistyped id is a 404 and no mistake of ours. */
public final class Refusals extends ExceptionHandlerFactory {

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
            boolean ajax = faces.getPartialViewContext().isAjaxRequest();
            for (Iterator<ExceptionQueuedEvent> events =
                            getUnhandledExceptionQueuedEvents().iterator();
                    events.hasNext() && !ajax; ) {
                Optional<Refusal> refusal = refusal(events.next().getContext().getException());
                if (refusal.isPresent() && !faces.getExternalContext().isResponseCommitted()) {
                    events.remove();
                    answer(faces, refusal.get());
                }
            }
            getWrapped().handle();
        }

        private static void answer(FacesContext faces, Refusal refusal) {
            int status = refusal.kind() == Refusal.Kind.FORBIDDEN ? 403 : 404;
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
