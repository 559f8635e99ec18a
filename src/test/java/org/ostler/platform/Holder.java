package org.ostler.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Another Ostler process, as far as leases and locks are concerned. Says "held" and holds until it is killed. */
final class Holder {
    private Holder() {}

    /** Short ones, so that a dead machine's lease ends within four seconds. */
    static final DatabaseLease.Terms QUICK =
            new DatabaseLease.Terms(Duration.ofSeconds(2), Duration.ofSeconds(1), 2, Duration.ofSeconds(1));

    /** @param what {@code lease URL USER} or {@code directory PATH} */
    public static void main(String[] what) throws Exception {
        if (what[0].equals("lease")) {
            DatabaseLease lease =
                    DatabaseLease.take(DatabaseLeaseTest.source(what[1], what[2]), "process other on elsewhere", QUICK);
            System.out.println("held " + lease.renew().isEmpty());
            while (lease.renew().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } else {
            DataDirectory.hold(Path.of(what[1]));
            System.out.println("held");
        }
        TimeUnit.MINUTES.sleep(5);
    }
}
