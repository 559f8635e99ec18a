package org.ostler.ssh;

import java.time.Duration;
import org.ostler.credential.Credentials;
import org.ostler.credential.KnownHosts;

/** Real connections without a container, with the product's patience or a shorter one. */
public class PlainShells extends RemoteShells {
    public PlainShells(Credentials credentials, KnownHosts known) {
        super(credentials, known, RunnerScript.ours(), Patience.standard());
    }

    /** @param all how long a host may take for anything: dead lines are found out in seconds */
    public PlainShells(Credentials credentials, KnownHosts known, Duration all) {
        super(credentials, known, RunnerScript.ours(), new Patience(all, all, Duration.ofSeconds(1), all, all));
    }
}
