/**
 * Doing it, once, resumably: runs, their ledger, gates, rollback.
 *
 * <p>Owns: the order intent, effect, verification, outcome; locks; what is paused; what is known after a crash.
 *
 * <p>Decisions: one tick function per lane looks at the ledger and does the next thing; a restart of the server is
 * nothing but the next tick. No transaction is open while a host or an API is spoken to.
 */
package org.ostler.execution;
