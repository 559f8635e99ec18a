package org.ostler.platform;

import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.mappings.DatabaseMapping;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * What has to be so before the persistence unit connects, which is before any bean of ours exists. The data directory
 * is held, so that a second process is told so in our words instead of the database's. And columns of instants get
 * their type: PostgreSQL refuses a null that EclipseLink sends as text because it does not know better.
 */
public class BeforeConnecting implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        DataDirectory.hold(new Configuration().dataDirectory());
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
                .<Class<?>>map(java.lang.reflect.Field::getType)
                .findFirst();
        return type.filter(Instant.class::equals).isPresent();
    }
}
