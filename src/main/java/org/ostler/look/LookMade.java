package org.ostler.look;

import java.util.UUID;

/**
 * A host was looked at; for pages that show how hosts stand.
 *
 * @param last whether no other host is waiting to be looked at
 */
public record LookMade(UUID host, boolean last) {}
