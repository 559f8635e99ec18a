package org.ostler.credential;

import java.util.Optional;

/**
 * Who we are on a host.
 *
 * @param privateKey OpenSSH or PEM text
 * @param sudo become root by sudo after logging in; the password is {@code sudoPassword} or none ({@code sudo -n})
 */
public record SshIdentity(
        String user,
        Optional<Secret> password,
        Optional<Secret> privateKey,
        Optional<Secret> passphrase,
        boolean sudo,
        Optional<Secret> sudoPassword,
        Optional<Jump> jump) {
    /** A host on the way, with an identity of its own. */
    public record Jump(String address, int port, SshIdentity identity) {}
}
