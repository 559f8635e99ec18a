package org.ostler.execution;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** A piece of work that is done once for several runs. */
@Entity
@Table(name = "run_once")
class RunOnceRow {
    @Id
    private String work;

    private UUID run;

    @Column(name = "run_number")
    private long runNumber;

    @Column(name = "done_at")
    private OffsetDateTime doneAt;

    protected RunOnceRow() {}

    RunOnceRow(String work, Ledger.Once by) {
        this.work = work;
        this.run = by.run();
        this.runNumber = by.runNumber();
        this.doneAt = by.at().atOffset(ZoneOffset.UTC);
    }

    Ledger.Once by() {
        return new Ledger.Once(run, runNumber, doneAt.toInstant());
    }
}
