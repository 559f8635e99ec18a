package org.ostler.execution;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.ostler.plan.Canonical;

/** Something that a run paused. */
@Entity
@Table(name = "run_pause")
@SuppressWarnings("UnusedVariable") // queries read them
class RunPauseRow {
    @Id
    private String id;

    private UUID run;
    private String entry;

    protected RunPauseRow() {}

    RunPauseRow(UUID run, PauseEntry pause) {
        this.id = run + "/" + pause.key();
        this.run = run;
        this.entry = Canonical.write(pause);
    }

    PauseEntry entry() {
        return Canonical.read(entry, PauseEntry.class);
    }
}
