/**
 * The vocabulary in which guides are written: {@link org.ostler.procedure.Guide}, {@link
 * org.ostler.procedure.Chapter}, {@link org.ostler.procedure.Step}, {@link org.ostler.procedure.Action}, {@link
 * org.ostler.procedure.Check}, {@link org.ostler.procedure.Undo}.
 *
 * <p>Owns: what a step is and what it promises. Values and pure functions; no I/O, no clock, no container.
 *
 * <p>Does not own: looking ({@code plan.HostObserver}) and doing ({@code execution.Runner}).
 *
 * <p>Decisions: a step computes its actions from facts looked up just now ({@link
 * org.ostler.procedure.Situation}); values are never passed along from an earlier step, because the world between
 * two steps belongs to others too. Java and not YAML: type-checked, refactorable, one debugger.
 */
package org.ostler.procedure;
