package org.ostler.network;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files that say what a host's network is after its next start.
 *
 * @param texts by path
 * @param unread paths of files that hold a secret (the key of a wireless network, say) and were not read
 */
public record NetworkFiles(SortedMap<String, String> texts, SortedSet<String> unread) {
    public NetworkFiles {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        unread = Collections.unmodifiableSortedSet(new TreeSet<>(unread));
    }

    public static NetworkFiles none() {
        return new NetworkFiles(new TreeMap<>(), new TreeSet<>());
    }

    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path));
    }
}
