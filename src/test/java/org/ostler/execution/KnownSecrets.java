package org.ostler.execution;

import java.util.Arrays;
import java.util.Set;
import org.ostler.credential.Credentials;
import org.ostler.credential.Secret;
import org.ostler.credential.Vault;

/** Credentials and a vault without a container. */
final class KnownSecrets {
    private KnownSecrets() {}

    /** One login, whatever its name. */
    static Credentials login(String user, String password) {
        return new Credentials() {
            @Override
            public Login login(String name) {
                return new Login(user, new Secret(password));
            }

            @Override
            public Set<Secret> all() {
                return Set.of(new Secret(password));
            }
        };
    }

    /** Turns bytes round, so that what is sealed is not what was given. */
    static Vault vault() {
        return new Vault() {
            @Override
            public byte[] seal(String purpose, byte[] plain) {
                byte[] turned = Arrays.copyOf(plain, plain.length);
                for (int at = 0; at < turned.length; at++) {
                    turned[at] = (byte) ~plain[at];
                }
                return turned;
            }

            @Override
            public byte[] open(String purpose, byte[] sealed) {
                return seal(purpose, sealed);
            }
        };
    }
}
