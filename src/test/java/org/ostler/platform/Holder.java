package org.ostler.platform;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another Ostler process, as far as leases and locks are concerned. Says "held" and holds until it is killed. */
final class Holder {
    private Holder() {}

    /** @param what {@code lease URL USER} or {@code directory PATH} */
    public static void main(String[] what) throws Exception {
        if (what[0].equals("lease")) {
            DatabaseLease lease =
                    DatabaseLease.take(DatabaseLeaseTest.source(what[1], what[2]), "process other on elsewhere");
            System.out.println("held " + lease.renew().isEmpty());
        } else {
            DataDirectory.hold(Path.of(what[1]));
            System.out.println("held");
        }
        TimeUnit.MINUTES.sleep(5);
    }
}
