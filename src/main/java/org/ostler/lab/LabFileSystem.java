package org.ostler.lab;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of one simulated host: regular files and symbolic links by absolute path; directories are implied. */
final class LabFileSystem {
    /** A file, or a link when {@code link} is not empty. */
    record Entry(byte[] bytes, String mode, String owner, String link) {}

    private final TreeMap<String, Entry> entries = new TreeMap<>();

    synchronized Optional<Entry> entry(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    synchronized Optional<byte[]> read(String path) {
        Entry entry = entries.get(path);
        for (int hops = 0; entry != null && !entry.link().isEmpty() && hops < 8; hops++) {
            entry = entries.get(resolve(path, entry.link()));
        }
        return entry == null || !entry.link().isEmpty()
                ? Optional.empty()
                : Optional.of(entry.bytes().clone());
    }

    Optional<String> text(String path) {
        return read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    synchronized void write(String path, byte[] bytes, String mode, String owner) {
        entries.put(path, new Entry(bytes.clone(), mode, owner, ""));
    }

    void write(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8), "644", "root:root");
    }

    synchronized void link(String path, String destination) {
        entries.put(path, new Entry(new byte[0], "777", "root:root", destination));
    }

    synchronized boolean remove(String path) {
        return entries.remove(path) != null;
    }

    synchronized boolean isDirectory(String path) {
        String prefix = path.endsWith("/") ? path : path + "/";
        String next = entries.ceilingKey(prefix);
        return path.equals("/") || (next != null && next.startsWith(prefix));
    }

    synchronized Map<String, Entry> below(String directory) {
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        return new TreeMap<>(entries.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    private static String resolve(String path, String link) {
        return link.startsWith("/") ? link : path.substring(0, path.lastIndexOf('/') + 1) + link;
    }
}
