/**
 * A second copy of everything, made while Ostler works.
 *
 * <p>Owns: when a backup is made, what is in it, which of them are kept.
 *
 * <p>Does not own: how rows become text ({@code platform.DatabaseCopy}), and putting a backup back: the command
 * {@code payara/restore} unpacks it, {@code platform.Restoration} fills the database at the next start,
 * {@code execution.AfterRestore} tells the runs.
 *
 * <p>Decisions: the database is copied first and files after it, so each row has its entry in the journal; entries
 * without a row get it at the start. Growing files are copied to their last whole line. Everything in the data directory
 * is taken but for what is named as not worth it: a file that somebody adds later is not forgotten. The vault's key goes
 * into a file of its own and only on demand, because an archive with its key is as good as open.
 */
package org.ostler.backup;
