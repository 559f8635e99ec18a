package org.ostler.platform;

/**
 * A request that is not carried out, for a reason its sender can mend. The API answers it as an RFC 9457 problem
 * document, a page shows it in place; both say what to do next. Never used for bugs.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status each kind maps to. */
    public enum Kind {
        BAD_INPUT(400),
        FORBIDDEN(403),
        NOT_FOUND(404),
        CONFLICT(409),
        /** The state of the world does not allow it now (a journal that cannot be written, a host out of reach). */
        NOT_NOW(409);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final String code;
    private final String next;

    /**
     * @param code stable, kebab-case: {@code plan-digest-differs}
     * @param what what is the case, without blame
     * @param next what the sender can do now
     */
    public Refusal(Kind kind, String code, String what, String next) {
        super(what);
        this.kind = kind;
        this.code = code;
        this.next = next;
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String next() {
        return next;
    }

    public static Refusal badInput(String code, String what, String next) {
        return new Refusal(Kind.BAD_INPUT, code, what, next);
    }

    public static Refusal notFound(String what, String name) {
        return new Refusal(
                Kind.NOT_FOUND, "not-found", "There is no " + what + " " + name + ".", "Check the name or id.");
    }

    public static Refusal conflict(String code, String what, String next) {
        return new Refusal(Kind.CONFLICT, code, what, next);
    }

    public static Refusal forbidden(String what, String next) {
        return new Refusal(Kind.FORBIDDEN, "forbidden", what, next);
    }
}
