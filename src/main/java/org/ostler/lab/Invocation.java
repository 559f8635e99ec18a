package org.ostler.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One call of a program: its words (the program's name first) and its streams.
 *
 * @param directory the working directory
 * @param secret what is readable on descriptor 3, for commands started with one
 */
record Invocation(
        LabHost host,
        List<String> words,
        InputStream in,
        OutputStream out,
        OutputStream err,
        Optional<byte[]> secret,
        String directory) {
    Invocation {
        words = List.copyOf(words);
    }

    Invocation(
            LabHost host,
            List<String> words,
            InputStream in,
            OutputStream out,
            OutputStream err,
            Optional<byte[]> secret) {
        this(host, words, in, out, err, secret, "/root");
    }

    String name() {
        return words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    }

    List<String> arguments() {
        return words.subList(1, words.size());
    }

    /** The words that are no options; everything after {@code --} is one. */
    List<String> operands() {
        int end = arguments().indexOf("--");
        return end >= 0
                ? arguments().subList(end + 1, arguments().size())
                : arguments().stream()
                        .filter(word -> !word.startsWith("-") || word.equals("-"))
                        .toList();
    }

    /** Whether a one-letter option is among the words before {@code --}, alone or in a bunch. */
    boolean has(char option) {
        for (String word : arguments()) {
            if (word.equals("--")) {
                return false;
            }
            if (word.startsWith("-") && !word.startsWith("--") && word.indexOf(option) > 0) {
                return true;
            }
        }
        return false;
    }

    /** An absolute path without {@code .}, {@code ..} and doubled slashes. */
    String path(String word) {
        return LabPaths.absolute(directory, word);
    }

    void println(String line) throws IOException {
        print(line + "\n");
    }

    void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void complain(String line) throws IOException {
        err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
    }
}
