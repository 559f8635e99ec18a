package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.ostler.platform.DatabaseWatch;

/** What stands above every page while nothing can be changed. Asks the watch, never the database. */
@Named
@RequestScoped
public class DatabaseNote {
    @Inject
    private DatabaseWatch watch;

    @Inject
    private Texts texts;

    private Optional<DatabaseWatch.Trouble> trouble() {
        return watch.trouble();
    }

    public boolean isThere() {
        return trouble().isPresent();
    }

    public String getWhat() {
        return trouble().map(DatabaseWatch.Trouble::what).map(texts::translated).orElse("");
    }

    public String getNext() {
        return trouble().map(DatabaseWatch.Trouble::next).map(texts::translated).orElse("");
    }
}
