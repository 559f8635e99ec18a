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
 * <p>A command is known by its id: its control directory {@code /var/lib/ostler/<id>} appears complete, by one rename,
 * before the command runs, so a second start of the same id finds it and starts nothing. It outlives the connection.
 *
 * <p>When an answer to {@code start} is lost: {@code missing} with unchanged boot id and marker means that nothing was
 * started so far. Start the <em>same</em> id again then: should the lost request still arrive, one of the two starts
 * it. A new id would not be protected from the old request.
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
 * kill ID                                words about what was seen afterwards, in one line
 * stat PATH                              file SHA256 MODE USER:GROUP | link DESTINATION | directory | other | missing
 * put PATH OLD|- MODE|- OWNER|- NEW      done                 (content on standard input; OLD and NEW are SHA-256, - for none)
 * remove PATH OLD                        done
 * link PATH DESTINATION                  done
 * clean ID                               done
 * </pre>
 *
 * <p>A killed command has ended ({@code exit 143} or {@code exit 137}). A command that runs in another boot, or whose
 * supervisor is gone without having told the end, is {@code interrupted}. A program that is not there is {@code exit
 * 127}, with words in its error output. Output beyond 64 MiB of a stream is counted, not kept; the count stands in the
 * error output. What a daemon that was left behind prints more than two seconds after the command's end may be missing.
 *
 * <p>Codes of refusals: {@code no-space} (start, put, link); {@code changed}: another content than expected (put,
 * remove); {@code symlink}: the path or a directory on it is a link (put, remove, link for a directory);
 * {@code no-directory}: its directory is not there; {@code exists}: a link would replace what is no link; {@code
 * no-owner}: there is no such user or group (put); {@code damaged}: the content did not arrive whole (put);
 * {@code running}: its control directory is in use (clean).
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

        /** It was running when the host went down, or its supervisor died: how it ended is unknown. */
        record Interrupted() implements State {}

        /** No directory of this id: not started so far, or cleaned. */
        record Missing() implements State {}
    }

    /**
     * @param at kind of the path: file, link, directory, other, missing
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

        /** The host says that the command still runs; each second without output. */
        default void beat() {}
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
