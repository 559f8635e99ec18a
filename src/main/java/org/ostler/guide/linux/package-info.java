/**
 * What the Linux hypervisors share: where a distribution keeps libvirt's files, what is to stand in them, how the
 * daemon is restarted.
 *
 * <p>Owns: generators and small facts that chapters of KVM and LXC both use.
 *
 * <p>Does not own: chapters and their manual items.
 *
 * <p>Decisions: a distribution is a {@link org.ostler.guide.linux.LibvirtLayout}, chosen by os-release alone, because
 * packages of the same name put their switches into different files and under different names.
 */
package org.ostler.guide.linux;
