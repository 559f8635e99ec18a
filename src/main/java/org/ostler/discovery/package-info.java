/**
 * What CloudStack knows of a zone, compared with the inventory, and taken over by a person's choice.
 *
 * <p>Owns: reading zones, pods, clusters and hosts from a management server, the difference, what each failure of such
 * a reading means.
 *
 * <p>Does not own: the API (package {@code cloudstack}), the inventory's rules and its audit (package {@code inventory}).
 *
 * <p>Decisions. Things are matched by name, because that is what both sides show to people; a host also by its address,
 * because CloudStack takes the name that the host gives itself. Nothing is taken over by itself: additions are proposed,
 * changes and retirements only offered, since CloudStack reaches a host by another network than Ostler may. What is
 * taken is what was shown: the difference is made again just before and has to be the same. A host that comes in has no
 * credential and no host key; it waits for both.
 */
package org.ostler.discovery;
