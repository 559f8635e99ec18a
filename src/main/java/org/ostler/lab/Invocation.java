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
 * @param secret what is readable on descriptor 3, for commands started with one
 */
record Invocation(
        LabHost host, List<String> words, InputStream in, OutputStream out, OutputStream err, Optional<byte[]> secret) {
    Invocation {
        words = List.copyOf(words);
    }

    List<String> arguments() {
        return words.subList(1, words.size());
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
