package org.ostler.web.run;

import java.io.Serializable;
import java.util.List;
import org.ostler.access.Permission;

/**
 * What the dialog asks before something that deserves a second look. The title is the question, the button repeats
 * verb and object.
 *
 * @param step id of the planned step, empty for the whole run
 * @param mend key of the mend, digest of the restated step, or version of the gate that was seen
 * @param what that is being asked about, for the texts
 * @param list consequences, in order
 * @param commands what would be run
 * @param typed what has to be typed to go on; empty for nothing
 */
public record Question(
        Kind kind, String step, String mend, String what, List<String> list, List<String> commands, String typed)
        implements Serializable {
    /** What can be asked. */
    public enum Kind {
        CONFIRM(Permission.OPERATE, Reason.WELCOME, false),
        BY_HAND(Permission.OPERATE, Reason.NEEDED, false),
        /** The new key of a machine that was installed again; {@code mend} is its fingerprint. */
        HOST_KEY(Permission.OPERATE, Reason.NONE, false),
        CANCEL(Permission.OPERATE, Reason.WELCOME, true),
        ABANDON(Permission.APPROVE, Reason.NEEDED, true),
        SKIP(Permission.APPROVE, Reason.NEEDED, false),
        HAPPENED(Permission.APPROVE, Reason.NEEDED, false),
        DID_NOT_HAPPEN(Permission.APPROVE, Reason.NEEDED, false),
        MEND(Permission.OPERATE, Reason.WELCOME, false),
        REAPPROVE(Permission.APPROVE, Reason.WELCOME, false),
        /** The present version of the guide; {@code mend} is the digest of what it changes. */
        ADOPT(Permission.APPROVE, Reason.WELCOME, false),
        ROLLBACK(Permission.OPERATE, Reason.WELCOME, true);

        private final Permission permission;
        private final Reason reason;
        private final boolean danger;

        Kind(Permission permission, Reason reason, boolean danger) {
            this.permission = permission;
            this.reason = reason;
            this.danger = danger;
        }

        Permission permission() {
            return permission;
        }

        /** Whether the button is red. */
        public boolean isDanger() {
            return danger;
        }

        public boolean isNoted() {
            return reason != Reason.NONE;
        }

        public boolean isReasonNeeded() {
            return reason == Reason.NEEDED;
        }
    }

    private enum Reason {
        NEEDED,
        WELCOME,
        NONE
    }
}
