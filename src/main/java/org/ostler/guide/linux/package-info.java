/**
 * What the Linux hypervisors share: the chapters that KVM and LXC hosts both go through, where a distribution keeps its
 * files, what is to stand in them.
 *
 * <p>Owns: chapters, generators and small facts of both. A shared step names the manual items of both guides; {@link
 * org.ostler.guide.linux.Parts} leaves each guide its own.
 *
 * <p>Does not own: which chapters a guide has.
 *
 * <p>Decisions: a distribution is a {@link org.ostler.guide.linux.LibvirtLayout}, chosen by os-release alone, because
 * packages of the same name put their switches into different files and under different names. Texts that both guides
 * say alike are kept once, under {@code linux} in the place of the guide's name: {@code step.linux.restart-libvirtd}.
 */
package org.ostler.guide.linux;
