package org.ostler.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The last records of a transcript that somebody watches: a reader who keeps up with it costs no look into files. */
final class Recent {
    /** Characters that are kept. Fewer: a reader who falls behind a little reads files. More: memory for each run. */
    private static final int MOST = 1 << 20;

    /** What a record costs besides its text. With it no more records are kept than there are places. */
    private static final int OVERHEAD = 100;

    private static final int PLACES = 16 * 1024;

    private StoredRecord[] records = new StoredRecord[0];
    /** Numbers of the first that is kept, and of the one that comes next. */
    private long first;

    private long next;
    private int size;

    /** @param record the one after the last that was added */
    void add(StoredRecord record) {
        if (records.length == 0) {
            records = new StoredRecord[PLACES];
            first = record.number();
        }
        next = record.number() + 1;
        records[place(record.number())] = record;
        size += cost(record);
        while (size > MOST) {
            size -= cost(records[place(first)]);
            records[place(first)] = null;
            first++;
        }
    }

    /** When nobody watches any more. */
    void clear() {
        if (records.length > 0) {
            records = new StoredRecord[0];
            first = 0;
            next = 0;
            size = 0;
        }
    }

    /** Those after this number, in order; empty when it does not go back so far. */
    Optional<List<StoredRecord>> after(long number, int limit, Predicate<StoredRecord> wanted) {
        if (records.length == 0 || number + 1 < first) {
            return Optional.empty();
        }
        List<StoredRecord> found = new ArrayList<>();
        for (long at = number + 1; at < next && found.size() < limit; at++) {
            StoredRecord record = records[place(at)];
            if (wanted.test(record)) {
                found.add(record);
            }
        }
        return Optional.of(found);
    }

    private static int cost(StoredRecord record) {
        return record.text().length() + OVERHEAD;
    }

    private static int place(long number) {
        return (int) (number % PLACES);
    }
}
