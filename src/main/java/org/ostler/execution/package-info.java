/**
 * Doing it, once, resumably: runs, their ledger, gates, rollback.
 *
 * <p>Owns: the order intent, effect, verification, outcome; locks; what is paused; what is known after a crash.
 *
 * <p>Does not own: what is to be done (package {@code plan}), how a host is spoken to (package {@code ssh}).
 *
 * <p>Decisions: one tick function per lane looks at the ledger and does the next thing; a restart of the server is
 * nothing but the next tick. No transaction is open while a host or an API is spoken to.
 *
 * <p>A step with its attempts, actions and elements is one row of JSON under one version. Lanes and people save it by
 * compare and set, so that of two answers one wins. Rejected: a table for each of them, which would need the same
 * compare and set over several rows.
 *
 * <p>The journal is written before the ledger, the ledger before the effect: a crash in between repeats a journal
 * entry of the same command id at worst, never an effect. After the effect it is journal, ledger, then the control
 * directory goes.
 *
 * <p>Each journal entry of a run carries, beside its words, what the ledger got with it ({@code LedgerLine}), so that
 * the ledger can be made from the journal alone ({@code RebuiltLedger}). What is not written before it is so, such as a
 * step's beginning, waits until the journal takes it; nothing is saved untold.
 *
 * <p>Hosts and cluster are locked for the whole run; a management server only for a step that works on it, since
 * several clusters share it.
 *
 * <p>Lanes run on managed threads in a pool of our own: the server's default executors grow their queue before their
 * threads, and one lane would wait for another.
 */
package org.ostler.execution;
