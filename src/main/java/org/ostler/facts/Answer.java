package org.ostler.facts;

/**
 * What a look brought back.
 *
 * @param exit the program's exit status, 0 for success; for a file 0 when it was read and 1 when there is none; for
 *     the CloudStack API 0 for HTTP 200 and the HTTP status otherwise
 * @param out standard output, the file's text or the response body
 * @param err standard error
 */
public record Answer(int exit, String out, String err) {
    public static Answer of(String out) {
        return new Answer(0, out, "");
    }

    public static Answer absent() {
        return new Answer(1, "", "");
    }

    public boolean ok() {
        return exit == 0;
    }
}
