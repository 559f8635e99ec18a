/**
 * The manual's KVM chapters, as code.
 *
 * <p>Owns: the guide {@code kvm-host}: which chapters it has and in which order.
 *
 * <p>Does not own: chapters that LXC hosts need too (package {@code guide.linux}).
 */
package org.ostler.guide.kvm;
