/**
 * What was printed, live and later; terminals.
 *
 * <p>Owns: transcripts (append-only segment files, numbered records), their WebSockets, interactive sessions.
 *
 * <p>Decisions: stored first, pushed second. A slow reader never slows a run: it is dropped and comes back with
 * {@code after=n}.
 */
package org.ostler.console;
