package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.platform.Configuration;

/** The first administrator's random password, in a file of the data directory until it has been used once. */
@ApplicationScoped
class FirstPassword {
    static final String ADMINISTRATOR = "admin";

    /** Without letters and digits that look alike. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 20;
    private static final Logger LOG = Logger.getLogger(FirstPassword.class.getName());

    @Inject
    Configuration configuration;

    String make() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    void write(String password) {
        try {
            Files.deleteIfExists(file());
            FileAttribute<?>[] onlyForUs =
                    Files.getFileStore(configuration.dataDirectory()).supportsFileAttributeView("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0];
            Files.createFile(file(), onlyForUs);
            Files.write(file(), (password + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
            LOG.info(() -> "The first administrator is \"" + ADMINISTRATOR + "\"; the password stands in " + file()
                    + " until the first sign-in");
        } catch (IOException trouble) {
            throw new IllegalStateException("The first password cannot be written to " + file(), trouble);
        }
    }

    void used(String name) {
        if (!name.equals(ADMINISTRATOR)) {
            return;
        }
        try {
            Files.deleteIfExists(file());
        } catch (IOException trouble) {
            LOG.log(Level.WARNING, trouble, () -> "Please remove " + file() + " by hand");
        }
    }

    private Path file() {
        return configuration.dataDirectory().resolve("first-password");
    }
}
