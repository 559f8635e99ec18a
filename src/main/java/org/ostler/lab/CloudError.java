package org.ostler.lab;

import java.util.List;

/** An API call that CloudStack answers with an error: the HTTP status is the error code. */
final class CloudError extends Exception {
    private static final long serialVersionUID = 1L;

    /** CloudStack's own code of a parameter that was checked by the command itself. */
    static final int INVALID_PARAMETER_VALUE = 4350;

    /** CloudStack's own code of any other server API exception. */
    static final int SERVER_API_EXCEPTION = 9999;

    /** What an error says it is about. */
    record About(String uuid, String description) {}

    private final int status;
    private final int csErrorCode;
    private final transient List<About> about;

    CloudError(int status, int csErrorCode, String text, About... about) {
        super(text);
        this.status = status;
        this.csErrorCode = csErrorCode;
        this.about = List.of(about);
    }

    static CloudError parameter(String text) {
        return new CloudError(431, SERVER_API_EXCEPTION, text);
    }

    static CloudError value(String text) {
        return new CloudError(431, INVALID_PARAMETER_VALUE, text);
    }

    static CloudError failed(String text) {
        return new CloudError(530, SERVER_API_EXCEPTION, text);
    }

    int status() {
        return status;
    }

    int csErrorCode() {
        return csErrorCode;
    }

    List<About> about() {
        return about;
    }
}
