package org.ostler.audit;

import java.time.Instant;

/**
 * An event in the chain.
 *
 * @param number from 1, without gaps
 * @param previous hash of the entry before, hex SHA-256
 */
public record AuditEntry(long number, Instant at, AuditEvent event, String previous, String hash) {}
