package org.ostler.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Says whether something new might begin, each time when that changes. */
final class JournalProbe {
    private JournalProbe() {}

    public static void main(String[] arguments) throws Exception {
        AuditJournal journal = new AuditJournal(
                Path.of(arguments[0]), InstantSource.system(), new AuditJournal.Limits(1 << 20, Duration.ofDays(7), 0));
        String said = "";
        while (true) {
            String now = journal.trouble().orElse("fine");
            if (!now.equals(said)) {
                System.out.println(now);
                said = now;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
