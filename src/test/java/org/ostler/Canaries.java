package org.ostler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Secrets that exist in one test only, each of a kind, and the search for them where none may be. Each holds a run of
 * letters and digits that no quoting changes, and around it what quoting does change; Base64 and hexadecimal are
 * searched for as well.
 */
public final class Canaries {
    private final Map<String, List<byte[]>> formsByKind = new ConcurrentHashMap<>();

    /** A new secret of this kind. */
    public String make(String kind) {
        String core = "Cnry" + UUID.randomUUID().toString().replace("-", "");
        watch(kind, core);
        return "ü'\"$ " + core + " &+/\\";
    }

    /** A new secret of letters and digits only. */
    public String plain(String kind) {
        String core = "Cnry" + UUID.randomUUID().toString().replace("-", "");
        watch(kind, core);
        return core;
    }

    /** A secret that somebody else made. */
    public void watch(String kind, String secret) {
        List<byte[]> forms = new ArrayList<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(bytes);
        forms.add(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
        for (int before = 0; before < 3; before++) {
            byte[] padded = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, padded, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
            // Of each alignment only what no neighbour can change.
            forms.add(encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 2)
                    .getBytes(StandardCharsets.US_ASCII));
        }
        formsByKind.computeIfAbsent(kind, none -> new CopyOnWriteArrayList<>()).addAll(forms);
    }

    public int kinds() {
        return formsByKind.size();
    }

    /** The kinds that stand in it. */
    public SortedSet<String> in(byte[] text) {
        TreeSet<String> found = new TreeSet<>();
        formsByKind.forEach((kind, forms) -> {
            if (forms.stream().anyMatch(form -> holds(text, form))) {
                found.add(kind);
            }
        });
        return found;
    }

    public SortedSet<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Every file below a directory that holds one: {@code path: kinds}.
     *
     * @param except directories and files below it that may, because they are another machine's
     */
    public List<String> below(Path directory, String... except) throws IOException {
        List<Path> allowed =
                Arrays.stream(except).map(name -> directory.resolve(name)).toList();
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (allowed.stream().noneMatch(file::startsWith)) {
                    SortedSet<String> kinds = in(Files.readAllBytes(file));
                    if (!kinds.isEmpty()) {
                        found.add(directory.relativize(file) + ": " + kinds);
                    }
                }
            }
        }
        return found;
    }

    private static boolean holds(byte[] text, byte[] form) {
        byte first = form[0];
        for (int at = 0; at <= text.length - form.length; at++) {
            if (text[at] == first && Arrays.equals(text, at, at + form.length, form, 0, form.length)) {
                return true;
            }
        }
        return false;
    }
}
