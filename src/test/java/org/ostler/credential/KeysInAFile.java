package org.ostler.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.ostler.platform.Refusal;

/** Host keys that outlive the process, without a database. The first key of a host is taken without asking. */
public final class KeysInAFile extends KnownHosts {
    private final Path file;
    private final Map<UUID, Key> accepted = new ConcurrentHashMap<>();
    private final Map<UUID, Key> offered = new ConcurrentHashMap<>();

    public KeysInAFile(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] words = line.split(" ", -1);
                    if (words.length == 3) {
                        UUID endpoint = UUID.fromString(words[0]);
                        accepted.put(endpoint, new Key(endpoint, words[1], words[2], Instant.EPOCH, ""));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Optional<Key> accepted(UUID endpoint) {
        return Optional.ofNullable(accepted.get(endpoint));
    }

    @Override
    public Optional<Key> offered(UUID endpoint) {
        return Optional.ofNullable(offered.get(endpoint));
    }

    @Override
    public synchronized void offer(
            UUID endpoint, String name, String algorithm, String fingerprint, String encodedKey) {
        offered.put(endpoint, new Key(endpoint, algorithm, fingerprint, Instant.EPOCH, ""));
        if (!accepted.containsKey(endpoint)) {
            accept(endpoint, fingerprint, false);
        }
    }

    @Override
    public synchronized void accept(UUID endpoint, String fingerprint, boolean replacing) {
        Key key = offered.get(endpoint);
        if (key == null || !key.fingerprint().equals(fingerprint)) {
            throw Refusal.conflict("host-key-differs", "Not this key is offered, but " + key + ".", "Look again.");
        }
        try {
            Files.writeString(
                    file,
                    endpoint + " " + key.algorithm() + " " + fingerprint + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        accepted.put(endpoint, key);
    }
}
