package org.ostler.facts;

/** Where a look or an action happens, as seen from a step. */
public enum Place {
    /** The host the step is planned for. */
    HOST,
    /** The management server of the host's zone, over SSH. */
    MANAGEMENT_SERVER,
    /** The API of the zone's management server. */
    CLOUDSTACK
}
