package org.ostler.access;

/** A CDI event inside the changing transaction; what is remembered of the person is dropped after its commit. */
record AccountChanged(String name) {}
