/**
 * One connection, one command, one file, one terminal. The only package that imports sshj.
 *
 * <p>Owns: connecting with a checked host key, read-only commands, the host runner's protocol.
 *
 * <p>Does not own: what is run (package {@code procedure}) and what it means (package {@code execution}).
 */
package org.ostler.ssh;
