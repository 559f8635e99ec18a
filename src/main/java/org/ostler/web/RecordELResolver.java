package org.ostler.web;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.PropertyNotWritableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets pages read the components of records: {@code #{host.name}}. To be deleted with Jakarta EE 11, whose Expression
 * Language does it itself.
 */
public class RecordELResolver extends ELResolver {
    private static final Map<Class<?>, Map<String, RecordComponent>> COMPONENTS = new ConcurrentHashMap<>();

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        if (base instanceof Record && property != null) {
            RecordComponent component = components(base.getClass()).get(property.toString());
            if (component != null) {
                context.setPropertyResolved(base, property);
                return read(component, base);
            }
        }
        return null;
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        if (base instanceof Record
                && property != null
                && components(base.getClass()).containsKey(property.toString())) {
            context.setPropertyResolved(base, property);
            return Void.class;
        }
        return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        if (base instanceof Record) {
            throw new PropertyNotWritableException(
                    "a record is not written: " + base.getClass().getSimpleName());
        }
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        if (base instanceof Record) {
            context.setPropertyResolved(base, property);
            return true;
        }
        return false;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return base instanceof Record ? String.class : null;
    }

    private static Map<String, RecordComponent> components(Class<?> type) {
        return COMPONENTS.computeIfAbsent(type, record -> {
            Map<String, RecordComponent> byName = new ConcurrentHashMap<>();
            for (RecordComponent component : record.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                byName.put(component.getName(), component);
            }
            return byName;
        });
    }

    private static Object read(RecordComponent component, Object base) {
        try {
            return component.getAccessor().invoke(base);
        } catch (InvocationTargetException | IllegalAccessException failure) {
            throw new ELException(failure);
        }
    }
}
