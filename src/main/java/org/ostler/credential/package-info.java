/**
 * How we get in: identities, host keys, the vault.
 *
 * <p>Owns: everything secret, encrypted at rest with AES-GCM; the key file lies outside the database.
 *
 * <p>Does not own: connections (package {@code ssh}).
 *
 * <p>Decisions: all secrets of a credential are sealed as one value bound to its name, so a row copied under another
 * name does not open. Host keys are compared by SHA-256 fingerprint, the form that people compare too. A secret that
 * was replaced stays masked until the next start: hosts may still print it.
 */
package org.ostler.credential;
