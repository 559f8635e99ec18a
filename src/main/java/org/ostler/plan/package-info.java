/**
 * A guide against these hosts, now.
 *
 * <p>Owns: looking at hosts, making plans, their digest, approval and staleness.
 *
 * <p>Does not own: carrying them out (package {@code execution}).
 *
 * <p>Decisions: a plan is a value, stored as JSON text; its digest covers the guide's version, templates, rules,
 * mends, undos, actions and file contents, and nothing that time changes.
 */
package org.ostler.plan;
