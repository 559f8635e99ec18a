package org.ostler.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the start has come. Readiness is asked for before the beans that start with the server can answer for
 * themselves, and such an early question must not be an error.
 */
@ApplicationScoped
public class StartProgress {
    /** What has to be so before anybody is served. */
    public enum Milestone {
        /** The schema is up to date. */
        SCHEMA,
        /** There is an administrator: a refused sign-in means a wrong password from here on. */
        PEOPLE
    }

    private final Set<Milestone> reached = ConcurrentHashMap.newKeySet();

    public void reached(Milestone milestone) {
        reached.add(milestone);
    }

    public boolean has(Milestone milestone) {
        return reached.contains(milestone);
    }

    void end() {
        reached.clear();
    }
}
