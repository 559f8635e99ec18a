package org.ostler.credential;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Host keys without a database and without asking who accepts. */
public class KeysInMemory extends KnownHosts {
    private final Map<UUID, Key> accepted = new ConcurrentHashMap<>();
    private final Map<UUID, Key> offered = new ConcurrentHashMap<>();

    @Override
    public Optional<Key> accepted(UUID endpoint) {
        return Optional.ofNullable(accepted.get(endpoint));
    }

    @Override
    public Optional<Key> offered(UUID endpoint) {
        return Optional.ofNullable(offered.get(endpoint));
    }

    @Override
    public List<Key> waiting() {
        return List.copyOf(offered.values());
    }

    @Override
    public synchronized void offer(
            UUID endpoint, String name, String algorithm, String fingerprint, String encodedKey) {
        offered.put(endpoint, new Key(endpoint, algorithm, fingerprint, Instant.now(), ""));
    }

    @Override
    public void accept(UUID endpoint, String fingerprint, boolean replacing) {
        Key key = offered.remove(endpoint);
        if (!key.fingerprint().equals(fingerprint)) {
            throw new IllegalArgumentException("another key is offered: " + key.fingerprint());
        }
        accepted.put(endpoint, key);
    }
}
