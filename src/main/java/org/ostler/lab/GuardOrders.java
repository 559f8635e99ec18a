package org.ostler.lab;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The order that tells the guard a change: files with their hashes and texts, the commands forth and back. */
record GuardOrders(long deadline, String timer, List<Change> files, List<String> apply, List<String> back) {
    /** A file with {@code -} for what is not there, or is left as it is. */
    record Change(String number, String old, String wanted, String mode, String owner, String path, String text) {
        void write(LabFileSystem files) {
            if (wanted.equals("-")) {
                files.remove(path);
                return;
            }
            Optional<LabFileSystem.Entry> before = files.entry(path);
            files.write(
                    path,
                    text.getBytes(StandardCharsets.UTF_8),
                    mode.equals("-")
                            ? before.map(LabFileSystem.Entry::mode).orElse("644")
                            : mode.replaceFirst("^0", ""),
                    owner.equals("-") ? before.map(LabFileSystem.Entry::owner).orElse("root:root") : owner);
        }
    }

    static GuardOrders of(String order) {
        long deadline = 0;
        String timer = "any";
        List<Change> files = new ArrayList<>();
        List<String> apply = new ArrayList<>();
        List<String> back = new ArrayList<>();
        for (String line : order.split("\n", -1)) {
            String[] words = line.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "deadline" -> deadline = Long.parseLong(rest);
                case "timer" -> timer = rest;
                case "do" -> apply.add(rest);
                case "back" -> back.add(rest);
                case "file" -> {
                    String[] told = rest.split(" ", 6);
                    files.add(new Change(told[0], told[1], told[2], told[3], told[4], told[5], text(order, told[0])));
                }
                default -> {
                    // A line of a text, which belongs to its file.
                }
            }
        }
        return new GuardOrders(deadline, timer, files, apply, back);
    }

    private static String text(String order, String number) {
        StringBuilder text = new StringBuilder();
        boolean bare = false;
        for (String line : order.split("\n", -1)) {
            if (line.startsWith(number + ">")) {
                text.append(line.substring(number.length() + 1)).append('\n');
            }
            bare |= line.equals("bare " + number);
        }
        return bare ? text.substring(0, text.length() - 1) : text.toString();
    }

    /** Why it is not begun: a file is not as it was approved, or a text arrived damaged. */
    Optional<String> refusal(LabFileSystem present) {
        for (Change file : files) {
            String seen = present.read(file.path()).map(GuardOrders::sha256).orElse("-");
            if (!seen.equals(file.old())) {
                return Optional.of("changed " + file.path() + " is not as it was when this was approved");
            }
            String parent = file.path().substring(0, file.path().lastIndexOf('/'));
            if (!file.wanted().equals("-") && !present.isDirectory(parent)) {
                return Optional.of("no-directory " + parent + " is not there");
            }
            boolean whole = file.wanted().equals("-")
                    || sha256(file.text().getBytes(StandardCharsets.UTF_8)).equals(file.wanted());
            if (!whole) {
                return Optional.of("damaged the new " + file.path() + " did not arrive whole");
            }
        }
        return Optional.empty();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
