package org.ostler.execution;

import java.util.Optional;
import org.ostler.platform.DatabaseWatch;

/** Whether the ledger may be written. While it may not, no tick begins: an effect would be nowhere written down. */
interface Health {
    /** Why it may not; empty when it may. */
    Optional<String> trouble();

    /** Whether this came from the ledger's database, not from a fault of ours. */
    boolean isToBlame(Throwable thrown);

    static Health of(DatabaseWatch watch) {
        return new Health() {
            @Override
            public Optional<String> trouble() {
                return watch.trouble().map(DatabaseWatch.Trouble::what);
            }

            @Override
            public boolean isToBlame(Throwable thrown) {
                return watch.met(thrown).isPresent();
            }
        };
    }
}
