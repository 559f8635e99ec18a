package org.ostler.ssh;

import java.util.Optional;
import java.util.UUID;
import org.ostler.credential.Secret;
import org.ostler.facts.CommandLine;

/**
 * The fixed set of invocations through which a host is changed: one small program, by its contract. On real hosts it
 * is {@code host-runner.sh} (POSIX, tools of CentOS 5's age), in the lab a program with the same contract; one
 * conformance suite runs against both.
 *
 * <p>A command is known by its id: its control directory {@code /var/lib/ostler/<id>} is made by {@code mkdir}, so a
 * second start of the same id finds it and starts nothing. It outlives the connection.
 *
 * <p>The contract on the wire, version 1. Exit 0 is an answer; exit 3 with {@code refused CODE words} on standard
 * output is a refusal before anything was changed; anything else is trouble.
 *
 * <pre>
 * identity                               boot-id B / marker M / version 1, a line each
 * start ID [--secret] -- WORD…           started | known      (--secret: standard input until its end goes to descriptor 3)
 * result ID                              running | exit N | interrupted | missing
 * follow ID OUT ERR                      frames from these offsets on, until the command has ended and all is read:
 *                                        O OFFSET LENGTH newline bytes, E OFFSET LENGTH newline bytes,
 *                                        H newline (heartbeat, each second), at last S STATE newline (as result)
 * kill ID                                words about what was seen afterwards
 * stat PATH                              file SHA256 MODE USER:GROUP | link DESTINATION | directory | missing
 * put PATH OLD|- MODE|- OWNER|- NEW      done                 (content on standard input; OLD and NEW are SHA-256, - for none)
 * remove PATH OLD                        done
 * link PATH DESTINATION                  done
 * clean ID                               done
 * </pre>
 */
public interface HostRunner {
    /**
     * @param bootId {@code /proc/sys/kernel/random/boot_id}
     * @param marker made once beside the control directories
     */
    record Identity(String bootId, String marker) {}

    enum Started {
        STARTED,
        /** The directory is already there: nothing was started now. */
        ALREADY_KNOWN
    }

    /** What the control directory says. */
    sealed interface State {
        record Running() implements State {}

        record Exited(int status) implements State {}

        /** It was running when the host went down: its directory says running, the boot id is another one. */
        record Interrupted() implements State {}

        /** No directory of this id. */
        record Missing() implements State {}
    }

    /**
     * @param at kind of the path: file, link, directory, missing
     * @param sha256 of a file's bytes, empty otherwise
     */
    record FileState(String at, String sha256, String mode, String owner, String linkDestination) {}

    /** Gets the host's identity; makes the base directory and the marker when they are missing. */
    Identity identity() throws SshTrouble;

    /**
     * @param onDescriptor3 readable by the command on descriptor 3, from a 0600 file unlinked before the command starts
     */
    Started start(UUID command, CommandLine line, Optional<Secret> onDescriptor3) throws SshTrouble, HostRefused;

    State result(UUID command) throws SshTrouble;

    /**
     * Copies output to {@code sink} from these offsets of standard output and error on, until the command has ended and all is read.
     *
     * @return how it ended
     * @throws SshTrouble when the line is lost: the command goes on, follow again from the last offsets
     */
    State follow(UUID command, long outOffset, long errOffset, Sink sink) throws SshTrouble;

    /**
     * Ends its processes: TERM, after 3 s KILL.
     *
     * @return what was seen afterwards, in words, for the transcript
     */
    String kill(UUID command) throws SshTrouble;

    FileState stat(String path) throws SshTrouble;

    /**
     * Copy with attributes, new bytes, sync, check, rename in the same directory.
     *
     * @param expectedSha256 of the present content; {@code ""} for "there is no file". Another one is refused.
     * @param mode octal for a new file, empty keeps
     * @param owner {@code user:group} for a new file, empty keeps
     */
    void put(String path, byte[] content, String expectedSha256, Optional<String> mode, Optional<String> owner)
            throws SshTrouble, HostRefused;

    /** Removes a file whose content has this SHA-256. */
    void remove(String path, String expectedSha256) throws SshTrouble, HostRefused;

    /** Makes or replaces a symbolic link; a file in its place is refused. */
    void link(String path, String destination) throws SshTrouble, HostRefused;

    /** Removes the control directory; only after the outcome is journalled. */
    void clean(UUID command) throws SshTrouble;

    /** Takes output as it comes. */
    @FunctionalInterface
    interface Sink {
        /** @param offset of the first byte within its stream; stream 1 or 2 */
        void part(int stream, byte[] bytes, long offset);
    }

    /** The host said no, before anything was changed: no space, another content than expected, a symlink, … */
    final class HostRefused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        public HostRefused(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
