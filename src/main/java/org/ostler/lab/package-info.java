/**
 * The practice data centre: simulated hosts behind a real SSH server, a simulated management server, a technician's
 * page. A process and a jar of its own; nothing imports it and it imports nothing of the product.
 *
 * <p>Owns: what real hosts, xapi, libvirt, MySQL and CloudStack print, refuse and how long they take; faults on demand;
 * the lab's inventory in the words of Ostler's public API.
 *
 * <p>Does not own: any knowledge of how Ostler works. It learns of an Ostler only by the URL and password in its
 * environment, and tells it of itself as an administrator would.
 *
 * <p>Decisions. Programs are Java functions over a file system of the host's own, not shell scripts in containers: they
 * start in milliseconds, obey the lab's clock and can be broken on purpose. What takes time is kept as an instant and
 * settled when somebody looks (CloudStack's hosts, jobs), so that a restarted lab goes on where it was. A mask of
 * systemd is the link in the host's files and nothing else, so that files that were put back also unmask. A stopped
 * management service answers 503: a closed port could be taken by another process meanwhile. A reset keeps ports and
 * host keys, because the inventory names them.
 */
package org.ostler.lab;
