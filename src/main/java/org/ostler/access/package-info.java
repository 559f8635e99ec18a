/**
 * Who may do what: people, roles, permissions, sign-in.
 *
 * <p>Decisions: permissions are asked for at the boundary beans ({@link org.ostler.access.Caller#require}), not only
 * in pages; one authentication mechanism of our own dispatches by path, because Jakarta Security takes only one.
 */
package org.ostler.access;
