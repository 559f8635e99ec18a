package org.ostler.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that goes quicker than the wall's since its beginning, which a restart finds again. */
final class QuickClock extends Clock {
    private final long origin;
    private final double speed;

    private QuickClock(long origin, double speed) {
        this.origin = origin;
        this.speed = speed;
    }

    static QuickClock of(Path directory, double speed) {
        Path file = directory.resolve("origin");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, Long.toString(System.currentTimeMillis()));
            }
            return new QuickClock(Long.parseLong(Files.readString(file)), speed);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(origin + Math.round((System.currentTimeMillis() - origin) * speed));
    }
}
