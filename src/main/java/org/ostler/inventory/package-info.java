/**
 * What exists: zones, pods, clusters, hosts and management servers.
 *
 * <p>Does not own: how to get in (package {@code credential}), what a host says of itself (package {@code facts}).
 */
package org.ostler.inventory;
