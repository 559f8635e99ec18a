/**
 * One connection, one command, one file, one terminal. The only package that imports sshj.
 *
 * <p>Owns: connecting with a checked host key, becoming root, read-only commands, the host runner's protocol and its
 * script.
 *
 * <p>Does not own: what is run (package {@code procedure}) and what it means (package {@code execution}).
 *
 * <p>Decisions: what is known of a host key is looked up before the handshake, because the library asks on a thread of
 * its own where no transaction is possible. A channel is looked at by the thread that wants its answer, whenever the
 * library's own thread tells of something new: two blocking readers would need a second thread for each command. A
 * command's output is followed by a few lines of perl where the host has it, because a shell that looks often costs the
 * host more than most commands; the shell's own loop does the same more slowly. How sudo wants to be called is tried
 * once for each connection; a password for a sudo that asks for none would arrive as the command's input. The script's
 * claim of an id is the rename of a prepared directory rather than {@code mkdir} of an empty one: between the two a
 * crash would leave an id that is neither started nor free. A daemon that keeps a command's output open does not delay
 * its result.
 */
package org.ostler.ssh;
