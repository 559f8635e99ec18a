package org.ostler.platform;

import java.lang.reflect.Field;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.mappings.DatabaseMapping;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/** Columns of instants get their type: PostgreSQL refuses a null that EclipseLink sends as text for want of one. */
public class ColumnTypes implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        for (ClassDescriptor descriptor : session.getDescriptors().values()) {
            for (DatabaseMapping mapping : descriptor.getMappings()) {
                if (mapping.isDirectToFieldMapping() && isInstant(descriptor.getJavaClass(), mapping)) {
                    mapping.getField().setSqlType(Types.TIMESTAMP_WITH_TIMEZONE);
                }
            }
        }
    }

    private static boolean isInstant(Class<?> entity, DatabaseMapping mapping) {
        Optional<Class<?>> type = Arrays.stream(entity.getDeclaredFields())
                .filter(field -> field.getName().equals(mapping.getAttributeName()))
                .<Class<?>>map(Field::getType)
                .findFirst();
        return type.filter(Instant.class::equals).isPresent();
    }
}
