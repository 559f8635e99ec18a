/**
 * The manual's LXC chapters, as code.
 *
 * <p>Owns: the guide {@code lxc-host}: which chapters it has, in which order, and what only containers need.
 *
 * <p>Does not own: the chapters that KVM hosts need as well (package {@code guide.linux}).
 */
package org.ostler.guide.lxc;
