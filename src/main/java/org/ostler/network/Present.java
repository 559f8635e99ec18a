package org.ostler.network;

import org.ostler.facts.OsRelease;

/**
 * The host as it is: what every generator merges into and every rule is held against.
 *
 * @param files the system's network files, as far as they were read
 */
public record Present(OsRelease system, NetworkState state, NetworkFiles files) {}
