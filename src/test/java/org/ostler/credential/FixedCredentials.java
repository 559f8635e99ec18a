package org.ostler.credential;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.ostler.platform.Refusal;

/** Credentials that a test has at hand: SSH identities by name, without vault and database. */
public class FixedCredentials extends Credentials {
    private final Map<String, SshIdentity> identities = new ConcurrentHashMap<>();

    public FixedCredentials with(String name, SshIdentity identity) {
        identities.put(name, identity);
        return this;
    }

    public static SshIdentity password(String user, String password) {
        return new SshIdentity(
                user,
                Optional.of(new Secret(password)),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    public static SshIdentity key(String user, String privateKey) {
        return new SshIdentity(
                user,
                Optional.empty(),
                Optional.of(new Secret(privateKey)),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public SshIdentity identity(String name) {
        return Optional.ofNullable(identities.get(name)).orElseThrow(() -> Refusal.notFound("credential", name));
    }
}
