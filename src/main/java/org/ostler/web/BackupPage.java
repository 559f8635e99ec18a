package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ostler.backup.Backup;
import org.ostler.backup.Backups;

/** The backups that are there, and one more; administrators see it. */
@Named
@RequestScoped
public class BackupPage {
    @Inject
    private Backups backups;

    @Inject
    private Notices notices;

    private Optional<List<Backup>> all = Optional.empty();

    public List<Backup> getAll() {
        if (all.isEmpty()) {
            all = Optional.of(backups.list());
        }
        return all.get();
    }

    public Optional<Instant> getNext() {
        return backups.next();
    }

    public boolean isUnderWay() {
        return backups.isUnderWay();
    }

    public String getProblem() {
        return backups.problem().orElse("");
    }

    public String getDirectory() {
        return backups.directory().toString();
    }

    /** Goes back to the tab by a redirect, so that a reload makes none again. */
    public String make() {
        notices.attempt("backup.begun", backups::begin);
        return "/settings.xhtml?tab=backup&faces-redirect=true";
    }
}
