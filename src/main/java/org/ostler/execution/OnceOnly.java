package org.ostler.execution;

import org.ostler.procedure.Proof;
import org.ostler.ssh.SshTrouble;

/** How one kind of action is begun, and how it is found out afterwards whether it happened. */
sealed interface OnceOnly permits DetachedProof, BootIdProof, ContentProof, ReadBackProof, GuardProof {
    /** Begins it; its intent is journalled. Called only when it is known that it has not begun. */
    Finding perform(Deed deed) throws SshTrouble;

    /** After a crash or a lost line: what became of it. Changes nothing. */
    Finding look(Deed deed) throws SshTrouble;

    /** Stays with what is still running, as long as that needs a connection; otherwise says when to look again. */
    Finding attend(Deed deed, Finding running) throws SshTrouble;

    /** The host's identity is part of the intent. */
    boolean needsIdentity();

    /** @throws IllegalArgumentException for a question to a person, which is a gate */
    static OnceOnly of(Proof proof) {
        if (proof instanceof Proof.Detached) {
            return new DetachedProof();
        }
        if (proof instanceof Proof.BootId) {
            return new BootIdProof();
        }
        if (proof instanceof Proof.Content) {
            return new ContentProof();
        }
        if (proof instanceof Proof.Guarded) {
            return new GuardProof();
        }
        if (proof instanceof Proof.ReadBack readBack) {
            return new ReadBackProof(readBack.serverLimit());
        }
        throw new IllegalArgumentException("only a person can prove it");
    }
}
