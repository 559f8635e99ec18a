package org.ostler.execution;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** An inventory object that a run holds. */
@Entity
@Table(name = "run_lock")
class RunLockRow {
    @Id
    private UUID object;

    private UUID run;
    private String name;

    protected RunLockRow() {}

    RunLockRow(UUID object, UUID run, String name) {
        this.object = object;
        this.run = run;
        this.name = name;
    }

    UUID run() {
        return run;
    }

    String name() {
        return name;
    }
}
