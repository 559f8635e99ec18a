package org.ostler.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settings of the installation, by environment (README, "Settings"). */
@ApplicationScoped
public class Configuration {
    public Path dataDirectory() {
        return Path.of(text("ostler.data.dir").orElse("data")).toAbsolutePath();
    }

    /** Where backups go that nobody named a place for. */
    public Path backupDirectory() {
        return text("ostler.backup.dir")
                .map(place -> Path.of(place).toAbsolutePath())
                .orElseGet(() -> dataDirectory().resolve("backups"));
    }

    /** The practice lab's technician page; empty in production. */
    public Optional<String> labUrl() {
        return text("ostler.lab.url");
    }

    public Optional<String> firstAdministratorPassword() {
        return text("ostler.admin.password");
    }

    /** Whether this is a rehearsal: a lab is there, and nobody but this machine's users can sign in. */
    public boolean isPractice() {
        return labUrl().isPresent() && !isProduction();
    }

    public boolean isProduction() {
        return text("ostler.mode").orElse("production").equals("production");
    }

    /** @param name in dots: {@code ostler.approval.hours} reads OSTLER_APPROVAL_HOURS too */
    public Optional<String> text(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    public int number(String name, int standard) {
        return text(name).map(Integer::parseInt).orElse(standard);
    }
}
