package org.ostler.execution;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A file's contents before and after an action, sealed by the vault. */
@Entity
@Table(name = "run_file")
@SuppressWarnings("UnusedVariable") // queries read them
class RunFileRow {
    @Id
    private UUID command;

    private UUID run;
    private String path;
    private String sealed;

    protected RunFileRow() {}

    RunFileRow(UUID run, UUID command, String path, String sealed) {
        this.run = run;
        this.command = command;
        this.path = path;
        this.sealed = sealed;
    }

    String sealed() {
        return sealed;
    }
}
