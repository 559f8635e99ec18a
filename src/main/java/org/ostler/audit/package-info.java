/**
 * Who did what, unalterably.
 *
 * <p>Owns: the journal (the truth: one JSON line per entry, each with the hash of the one before, fsynced) and the
 * table beside it (an index that can be rebuilt).
 *
 * <p>Does not own: what an entry means.
 */
package org.ostler.audit;
