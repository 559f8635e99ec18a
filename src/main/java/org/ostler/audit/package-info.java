/**
 * Who did what, unalterably.
 *
 * <p>Owns: the journal (the truth: one JSON line per entry, each with the hash of the one before, fsynced) and the
 * table beside it (an index that can be rebuilt).
 *
 * <p>Does not own: what an entry means.
 *
 * <p>Decisions: the hash covers the line's text, not the object, so that entries of older versions stay verifiable
 * when an event gets another property. The table is spoken to in JDBC, not JPA: it is insert-only and compared to the
 * microsecond, and a mapper's time zone conversions would look like tampering. An incomplete last line was never
 * acknowledged and is moved aside; a complete line that does not fit is tampering, and nothing is appended to it.
 */
package org.ostler.audit;
