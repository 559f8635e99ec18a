package org.ostler.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A data file: a line is a row, two spaces and more part its columns, # begins a comment. */
final class Table {
    private static final Path HERE = Path.of("src/test/resources/hostile");

    private Table() {}

    /** @param columns how many at most: the last one may hold spaces of its own */
    static List<List<String>> rows(String file, int columns) {
        return lines(file).stream()
                .map(line -> Arrays.asList(line.split(" {2,}", columns)))
                .toList();
    }

    static List<String> lines(String file) {
        return text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    static String text(String file) {
        try {
            return Files.readString(HERE.resolve(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
