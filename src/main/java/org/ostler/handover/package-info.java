/**
 * What one shift tells the next: a single note that stands on Home.
 *
 * <p>Owns: the present text, who wrote it and when.
 *
 * <p>Does not own: what waits for a person; that is asked of runs, plans and host keys, not written down by hand.
 *
 * <p>Decisions: one note for all, not one for each zone or person: a shift hands over everything, and a second note is a
 * note nobody reads. It is written by compare and set, since two people write it at the change of shift. Earlier texts
 * are in the audit trail, with before and after; a history table of its own would be a second truth.
 */
package org.ostler.handover;
