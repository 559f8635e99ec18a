/**
 * The manual's chapters about XenServer, as code.
 *
 * <p>Owns: {@link org.ostler.guide.xenserver.RollingUpgrade}, XEN-60 to XEN-79, a file for each of its headings.
 *
 * <p>Does not own: how xe prints (package {@code facts}).
 *
 * <p>Decisions: while the cluster is Unmanaged only xapi is believed about virtual machines, because CloudStack's
 * database is not kept up to date then. A guest is moved to the newest host that has room, because a guest on a new
 * host never needs to move again. A guest that cannot move is shut down only after a person said so.
 */
package org.ostler.guide.xenserver;
