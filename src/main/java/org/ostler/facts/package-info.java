/**
 * What a host says of itself: a read-only look and a pure parser of what came back.
 *
 * <p>Owns: {@link org.ostler.facts.CommandLine}, {@link org.ostler.facts.Fact}, the parsers.
 *
 * <p>Does not own: how a look is carried out (package {@code ssh}, {@code cloudstack}).
 *
 * <p>Decisions: facts are kept as the raw {@link org.ostler.facts.Answer} and parsed on demand, because the raw text
 * is what a host really said: it can be stored, shown and used as a fixture, and a better parser needs no migration.
 * Rejected: storing parsed values, which makes every parser change a data migration.
 */
package org.ostler.facts;
