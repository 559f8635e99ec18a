package org.ostler.access;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings addresses that are not written plainly to the door keeper, who refuses them. Left alone, Payara's listener
 * answers {@code /api/runs/%} and some that end in {@code /.} with an empty 200, as if something had been done, others
 * with an empty 400, and writes a stack trace for each: whoever is not signed in could fill the disk with them.
 *
 * <p>The listener has no public door, so this goes by reflection. A server that is built otherwise is left as it is, and
 * the log says so; the tests of paths and of bad input fail then.
 */
@WebListener
public class OddAddresses implements ServletContextListener {
    private static final Logger LOG = Logger.getLogger(OddAddresses.class.getName());

    /** Decodes well, and is one of those that nobody is let in by. */
    private static final String REFUSED = "/%3B";

    private static final String GRIZZLY = "org.glassfish.grizzly.";

    private final List<Runnable> undo = new ArrayList<>();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            for (Object proxy : (Iterable<?>) value(listeners(), "proxies")) {
                watch(call(proxy, "getUnderlyingListener"));
            }
        } catch (ReflectiveOperationException | RuntimeException otherServer) {
            LOG.log(
                    Level.WARNING,
                    "The server's listener is another one: odd addresses are its own business",
                    otherServer);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        undo.forEach(Runnable::run);
        undo.clear();
    }

    private static Object listeners() throws ReflectiveOperationException {
        Object habitat = type("org.glassfish.internal.api.Globals")
                .getMethod("getDefaultHabitat")
                .invoke(null);
        return type("org.glassfish.hk2.api.ServiceLocator")
                .getMethod("getService", Class.class, java.lang.annotation.Annotation[].class)
                .invoke(
                        habitat,
                        type("com.sun.enterprise.v3.services.impl.GrizzlyService"),
                        new java.lang.annotation.Annotation[0]);
    }

    /** In the place of a filter and not beside it: connections that are open count on the chain's length. */
    private void watch(Object listener) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked") // a chain is a list of its filters
        List<Object> chain = (List<Object>) value(listener, "rootFilterChain");
        Class<?> early = type(GRIZZLY + "http.server.FileCacheFilter");
        for (int i = 0; i < chain.size(); i++) {
            Object filter = chain.get(i);
            if (early.isInstance(filter)) {
                int at = i;
                chain.set(at, looking(filter));
                undo.add(() -> chain.set(at, filter));
                return;
            }
        }
        throw new IllegalStateException("not the filters that were expected: " + chain);
    }

    /** The same filter, but that what is read is looked at before. */
    private static Object looking(Object filter) throws ReflectiveOperationException {
        return Proxy.newProxyInstance(
                OddAddresses.class.getClassLoader(),
                new Class<?>[] {type(GRIZZLY + "filterchain.Filter")},
                (self, method, given) -> {
                    if (method.getName().equals("handleRead")) {
                        look(given[0]);
                    }
                    try {
                        return method.invoke(filter, given);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static void look(Object context) throws ReflectiveOperationException {
        Object message = call(context, "getMessage");
        if (message == null || !type(GRIZZLY + "http.HttpPacket").isInstance(message)) {
            return;
        }
        Object header = call(message, "getHttpHeader");
        if (type(GRIZZLY + "http.HttpRequestPacket").isInstance(header)) {
            String address = call(call(call(header, "getRequestURIRef"), "getOriginalRequestURIBC"), "toString")
                    .toString();
            if (RequestPath.of(address.split("\\?", 2)[0]).isEmpty()) {
                header.getClass().getMethod("setRequestURI", String.class).invoke(header, REFUSED);
            }
        }
    }

    private static Object call(Object on, String method) throws ReflectiveOperationException {
        try {
            Method found = on.getClass().getMethod(method);
            found.setAccessible(true);
            return found.invoke(on);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(method, thrown.getCause());
        }
    }

    private static Object value(Object of, String field) throws ReflectiveOperationException {
        for (Class<?> at = of.getClass(); at != null; at = at.getSuperclass()) {
            for (Field one : at.getDeclaredFields()) {
                if (one.getName().equals(field)) {
                    one.setAccessible(true);
                    return one.get(of);
                }
            }
        }
        throw new NoSuchFieldException(field + " of " + of.getClass());
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, false, OddAddresses.class.getClassLoader());
    }
}
