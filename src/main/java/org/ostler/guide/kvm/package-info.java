/**
 * The manual's KVM chapters, as code.
 *
 * <p>Owns: the guide {@code kvm-host}; in this version its chapter about libvirt, KVM-22 to KVM-25.
 *
 * <p>Does not own: generators that LXC needs too (package {@code guide.linux}).
 */
package org.ostler.guide.kvm;
