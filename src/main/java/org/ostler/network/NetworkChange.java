package org.ostler.network;

import java.util.List;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;

/**
 * What brings a network about: files, and the commands that make the running system follow them.
 *
 * @param files only those that differ from what was seen; a file that shall be gone has no {@code after}
 * @param apply in order, once the files are written; the first that fails ends it, and the guard restores
 * @param applyAfterRestore in order, once the earlier files are back; each is tried whatever the one before answered,
 *     because a link that was never made cannot be removed
 */
public record NetworkChange(List<FileChange> files, List<CommandLine> apply, List<CommandLine> applyAfterRestore) {
    private static final NetworkChange NONE = new NetworkChange(List.of(), List.of(), List.of());

    public NetworkChange {
        files = List.copyOf(files);
        apply = List.copyOf(apply);
        applyAfterRestore = List.copyOf(applyAfterRestore);
    }

    /** Files and running system are as wanted. */
    public static NetworkChange none() {
        return NONE;
    }

    public boolean isEmpty() {
        return files.isEmpty() && apply.isEmpty();
    }
}
