package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One piece of the practice data centre: it brings hosts and routes, and keeps its own state. */
interface Part {
    /** The name of this part's state in the lab's state file. */
    String key();

    /** Builds the part as new: adds its hosts to the data centre, with their files and programs. */
    void start(DataCentre centre);

    /** What must come back after a restart of the lab, beyond the hosts' files, power and boot ids. */
    ObjectNode save();

    /** Called after {@link #start} when there is an earlier state; the hosts have theirs back already. */
    void restore(ObjectNode saved);

    void routes(LabHttp http);

    /** Called when SSH and HTTP listen and their ports are known. */
    default void open() {}

    /** Adds what a visitor needs to know to {@code lab.json}: URLs, credentials, the inventory. */
    default void publish(ObjectNode lab) {}

    /** Whether a visitor finds everything in place; asked by {@code GET /health/ready}. */
    default boolean isReady() {
        return true;
    }

    /** What {@code GET /api/state} shows of this part. */
    default ObjectNode describe() {
        return save();
    }
}
