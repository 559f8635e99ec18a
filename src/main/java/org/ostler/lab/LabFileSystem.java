package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of one simulated host: regular files and symbolic links by absolute path. A directory is there when
 * something is below it, or when it was made.
 */
final class LabFileSystem {
    /** A file, or a link when {@code link} is not empty. */
    record Entry(byte[] bytes, String mode, String owner, String link, Instant modified) {}

    /** The disk is full: what a program says of it is on the one who runs programs. */
    static final class NoSpace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSpace() {
            super("No space left on device");
        }
    }

    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>();
    private boolean full;

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

    /** @throws NoSpace when the disk is full and there is something to write */
    synchronized void write(String path, byte[] bytes, String mode, String owner) {
        if (full && bytes.length > 0 && !path.startsWith("/proc/")) {
            throw new NoSpace();
        }
        entries.put(path, new Entry(bytes.clone(), mode, owner, "", Instant.now()));
    }

    /** For a file whose place was kept free beforehand. */
    synchronized void writeReserved(String path, byte[] bytes) {
        entries.put(path, new Entry(bytes.clone(), "600", "root:root", "", Instant.now()));
    }

    /** New bytes for a file that keeps its mode and owner, or a new file of root with mode 644. */
    synchronized void write(String path, byte[] bytes) {
        Entry old = entries.get(path);
        write(path, bytes, old == null ? "644" : old.mode(), old == null ? "root:root" : old.owner());
    }

    void write(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void script(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8), "755", "root:root");
    }

    synchronized void link(String path, String destination) {
        entries.put(path, new Entry(new byte[0], "777", "root:root", destination, Instant.now()));
    }

    synchronized void mode(String path, String mode) {
        entries.computeIfPresent(
                path, (key, old) -> new Entry(old.bytes(), mode, old.owner(), old.link(), old.modified()));
    }

    synchronized void rename(String from, String to) {
        Entry entry = entries.remove(from);
        if (entry != null) {
            entries.put(to, entry);
        }
    }

    synchronized boolean remove(String path) {
        return entries.remove(path) != null;
    }

    synchronized void makeDirectory(String path) {
        directories.add(path);
    }

    synchronized void removeTree(String directory) {
        entries.keySet().removeAll(below(directory).keySet());
        directories.removeIf(path -> path.equals(directory) || path.startsWith(directory + "/"));
    }

    synchronized void removeAll() {
        entries.clear();
        directories.clear();
    }

    synchronized boolean isDirectory(String path) {
        String prefix = path.endsWith("/") ? path : path + "/";
        String next = entries.ceilingKey(prefix);
        String made = directories.ceiling(prefix);
        return path.equals("/")
                || directories.contains(path)
                || (next != null && next.startsWith(prefix))
                || (made != null && made.startsWith(prefix));
    }

    synchronized boolean exists(String path) {
        return entries.containsKey(path) || isDirectory(path);
    }

    synchronized Map<String, Entry> below(String directory) {
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        return new TreeMap<>(entries.subMap(prefix, prefix + Character.MAX_VALUE));
    }

    /** The names directly in a directory, in order. */
    synchronized List<String> names(String directory) {
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String path : below(directory).keySet()) {
            names.add(firstName(path.substring(prefix.length())));
        }
        for (String path : directories.subSet(prefix, prefix + Character.MAX_VALUE)) {
            names.add(firstName(path.substring(prefix.length())));
        }
        names.remove("");
        return new ArrayList<>(names);
    }

    synchronized boolean isFull() {
        return full;
    }

    synchronized void full(boolean now) {
        full = now;
    }

    synchronized ObjectNode save() {
        ObjectNode saved = LabJson.object().put("full", full);
        ObjectNode files = saved.putObject("files");
        entries.forEach((path, entry) -> {
            ObjectNode file = files.putObject(path)
                    .put("mode", entry.mode())
                    .put("owner", entry.owner())
                    .put("modified", entry.modified().toString());
            String text = new String(entry.bytes(), StandardCharsets.ISO_8859_1);
            if (!entry.link().isEmpty()) {
                file.put("link", entry.link());
            } else if (text.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 127))) {
                file.put("text", text);
            } else {
                file.put("base64", Base64.getEncoder().encodeToString(entry.bytes()));
            }
        });
        directories.forEach(saved.putArray("directories")::add);
        return saved;
    }

    synchronized void restore(JsonNode saved) {
        removeAll();
        full = saved.path("full").asBoolean();
        saved.path("files").properties().forEach(field -> {
            JsonNode file = field.getValue();
            byte[] bytes = file.has("base64")
                    ? Base64.getDecoder().decode(file.path("base64").asText())
                    : file.path("text").asText().getBytes(StandardCharsets.ISO_8859_1);
            entries.put(
                    field.getKey(),
                    new Entry(
                            bytes,
                            file.path("mode").asText(),
                            file.path("owner").asText(),
                            file.path("link").asText(),
                            Instant.parse(file.path("modified").asText())));
        });
        saved.path("directories").forEach(path -> directories.add(path.asText()));
    }

    private static String firstName(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private static String resolve(String path, String link) {
        return link.startsWith("/") ? link : path.substring(0, path.lastIndexOf('/') + 1) + link;
    }
}
