/**
 * A host's network as one typed value, and the files and commands of each system that bring it about.
 *
 * <p>Owns: {@link org.ostler.network.HostNetwork} (what shall be), {@link org.ostler.network.NetworkState} (what is),
 * one generator per kind of file ({@link org.ostler.network.Backend}), {@link org.ostler.network.Problem}s said before
 * anything is touched, and the rules over a cluster's hosts. Values and pure functions.
 *
 * <p>Does not own: how a change is tried and taken back (the network guard of package {@code execution}), and the
 * chapter that asks for it (package {@code guide.linux}).
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>One model, many back ends: the manual's two samples (Red Hat and Ubuntu) differ by accident in STP and netmask,
 *       and four more formats came since. Rejected: a template per system, in which such differences cannot be seen.
 *   <li>An operator's file is edited where it lies: the profile or stanza that already speaks of an interface is the one
 *       that is changed, because a second one beside it wins on some systems and loses on others. Lines that say nothing
 *       of addresses, bridges and VLANs stay.
 *   <li>All network files of a host are looked up by one command ({@link org.ostler.network.NetworkFacts#FILES}),
 *       because which of them matter is known only after they were read. Files with keys of wireless networks or other
 *       secrets are named and not read.
 *   <li>Two states are compared, never two dumps: what changes by itself (counters, lifetimes, the order of flags, link
 *       local addresses) is not part of {@link org.ostler.network.NetworkState}.
 * </ul>
 */
package org.ostler.network;
