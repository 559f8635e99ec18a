package org.ostler.ssh;

/** A connection that could not be made or was lost. The kind decides what a person is told and what happens next. */
public final class SshTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** No route, refused, or silent. */
        UNREACHABLE,
        /** Nobody has accepted a key of this host; the offered one waits in {@code KnownHosts}. */
        HOST_KEY_UNKNOWN,
        /** Another key than the accepted one. Everything on this host stops. */
        HOST_KEY_CHANGED,
        LOGIN_REFUSED,
        /** sudo refused: wrong password, requiretty, not in sudoers. */
        ROOT_REFUSED,
        /** Only algorithms that need a person's yes. */
        WEAK_ALGORITHMS,
        /** The line was lost after it had been there: what was under way is unknown until it is looked up. */
        LOST
    }

    private final Kind kind;

    public SshTrouble(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public SshTrouble(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
