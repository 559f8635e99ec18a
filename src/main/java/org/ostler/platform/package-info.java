/**
 * The container's edges: configuration, the database's connections, migrations and copies, JSON, refusals.
 *
 * <p>Owns: what every boundary needs and no feature owns.
 *
 * <p>Does not own: anything a user would name.
 */
package org.ostler.platform;
