/**
 * What was seen of hosts, when and by whom, and how each host stands.
 *
 * <p>Owns: stored looks and their retention, the background survey, the lines in which a host is described and compared
 * ({@link org.ostler.look.Portrait}), drift of managed files.
 *
 * <p>Does not own: how a look is carried out (package {@code plan}), what a plan needs to know (its own look, just
 * before), the audit of what was written (package {@code audit}).
 *
 * <p>Decisions. A look is stored as the answers that came, cut and masked, in JSON written by explicit code: an old row
 * is a contract, and a better reader needs no migration. A look that failed is stored too: "unreachable since" is
 * something that was seen. Facts are stale by age, or because something was done on the host since; a plan never uses
 * them, it looks itself. Drift compares with what the audit trail says was written last, at the moment of the look:
 * comparing an old look with a newer write would call Ostler's own work a drift. Progress is kept in memory only: a
 * look changes nothing, so there is nothing to resume after a restart. Looked up lazily from the audit table and not
 * kept in a table of managed files, which could only disagree with the trail.
 */
package org.ostler.look;
