/**
 * Who did what, unalterably.
 *
 * <p>Owns: the journal (the truth: one JSON line per entry, each with the hash of the one before, fsynced), the table
 * beside it (an index that can be rebuilt), the heads that witnesses keep, retention, verification.
 *
 * <p>Does not own: what an entry means.
 *
 * <p>Decisions: the hash covers the line's text, not the object, so that entries of older versions stay verifiable
 * when an event gets another property. The table is spoken to in JDBC, not JPA: it is insert-only and compared to the
 * microsecond, and a mapper's time zone conversions would look like tampering. An incomplete last line was never
 * acknowledged and is moved aside; a complete line that does not fit is tampering, and nothing is appended to it.
 *
 * <p>Journal and database tell of each other what only one of them suffered. What both suffered alike (cut at the same
 * entry, replaced by an older state, written anew) only a witness tells, and of nothing after its last head. An entry
 * forged behind the last one is told by the missing row; a restart gives it one and says so in an entry. Rejected: a
 * keyed hash, because the key would lie on the machine of whoever can change the journal.
 *
 * <p>What reads and checks the files ({@code JournalCheck} and what it needs, {@code VerifyAudit}) uses nothing but the
 * JDK: a verifier that needs the server would have to trust it.
 *
 * <p>Retention drops whole segments and tells it in an entry with all their heads; segments missing without such an
 * entry are tampering.
 */
package org.ostler.audit;
