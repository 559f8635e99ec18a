/**
 * How we get in: identities, host keys, the vault.
 *
 * <p>Owns: everything secret, encrypted at rest with AES-GCM; the key file lies outside the database.
 *
 * <p>Does not own: connections (package {@code ssh}).
 */
package org.ostler.credential;
