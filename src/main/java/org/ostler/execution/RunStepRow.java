package org.ostler.execution;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.ostler.plan.Canonical;

/** A step of a run, whole, under one version. */
@Entity
@Table(name = "run_step")
@SuppressWarnings("UnusedVariable") // queries read them
class RunStepRow {
    @Id
    private String id;

    private UUID run;
    private String step;
    private int position;
    private String state;
    private String entry;
    private long version;

    protected RunStepRow() {}

    RunStepRow(UUID run, StepEntry entry) {
        this.id = id(run, entry.id);
        this.run = run;
        this.step = entry.id;
        this.position = entry.order;
        this.state = entry.state.name();
        this.entry = Canonical.write(entry);
    }

    static String id(UUID run, String step) {
        return run + "/" + step;
    }

    StepEntry entry() {
        StepEntry read = Canonical.read(entry, StepEntry.class);
        read.version = version;
        return read;
    }
}
