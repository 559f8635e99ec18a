package org.ostler.platform;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Instants in {@code timestamp with time zone} columns; without it EclipseLink 4 would serialise them. H2 hands out
 * {@link OffsetDateTime}, PostgreSQL {@link Timestamp}, and EclipseLink passes on what it gets.
 */
@Converter(autoApply = true)
public class InstantColumn implements AttributeConverter<Instant, Object> {
    @Override
    public Object convertToDatabaseColumn(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    @Override
    public Instant convertToEntityAttribute(Object column) {
        if (column instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        return column instanceof Timestamp time ? time.toInstant() : null;
    }
}
