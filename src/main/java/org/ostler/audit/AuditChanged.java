package org.ostler.audit;

/** Something that pages show of the trail itself has changed: a verification, a witness, whether it can be written. */
public record AuditChanged() {}
