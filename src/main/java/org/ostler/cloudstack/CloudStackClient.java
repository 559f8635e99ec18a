package org.ostler.cloudstack;

import java.util.Map;
import org.ostler.facts.Answer;

/** One management server's API. */
public interface CloudStackClient {
    /** All pages of a list command, merged; the body is the inner response object. Exit 0, or the HTTP status. */
    Answer list(String command, Map<String, String> parameters) throws NoAnswer;

    /**
     * One changing call. For an asynchronous command the answer holds the job id; see {@link #job}.
     *
     * @throws NoAnswer when it is not known whether the server has done it
     */
    Answer call(String command, Map<String, String> parameters) throws NoAnswer;

    /** The state of a job: {@code queryAsyncJobResult}. */
    Answer job(String id) throws NoAnswer;

    /** Nothing usable came back. */
    final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean sent;

        /** @param sent whether the request may have reached the server */
        public NoAnswer(String message, boolean sent, Throwable cause) {
            super(message, cause);
            this.sent = sent;
        }

        public boolean mayHaveReachedTheServer() {
            return sent;
        }
    }
}
