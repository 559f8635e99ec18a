package org.ostler.network;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.ostler.facts.CommandLine;

/** One kind of network file: how a network is written in it, read from it, and brought into effect. Pure. */
interface Format {
    /** Path → wanted text of every file concerned; empty when it shall be gone. Unchanged ones may be among them. */
    SortedMap<String, Optional<String>> wanted(HostNetwork wanted, Present present);

    /** What the files say, as far as the model has words for it. Never throws: a line it cannot read says nothing. */
    HostNetwork read(NetworkFiles files);

    List<CommandLine> apply(HostNetwork wanted, Present present);

    /** @param present as it was before the change */
    List<CommandLine> applyAfterRestore(HostNetwork wanted, Present present);

    /** Of a new file, octal. */
    default String mode() {
        return "0644";
    }
}
