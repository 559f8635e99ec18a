/**
 * A guide against these hosts, now.
 *
 * <p>Owns: looking at hosts, making plans, their digest, approval and staleness.
 *
 * <p>Does not own: carrying them out (package {@code execution}).
 *
 * <p>Decisions: a plan is a value, stored as JSON text; its digest covers the guide's version, templates, rules,
 * mends, undos, actions and file contents, and nothing that time changes. Its JSON is canonical (sets sorted), because
 * the order of {@code Set.of} differs from start to start. A transaction holds only the rows: {@code PlanStore} is a
 * bean of its own, since {@link org.ostler.plan.Plans} speaks to hosts. Looks run on managed threads in a bounded pool
 * of our own: the server's default executor grows its queue before its threads.
 */
package org.ostler.plan;
