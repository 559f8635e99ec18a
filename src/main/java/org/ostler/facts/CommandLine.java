package org.ostler.facts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program and its arguments. The only form in which anything is run on a host: never shell text glued from values.
 * {@link #quoted()} is the one place where quoting happens.
 */
public record CommandLine(@JsonValue List<String> arguments) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    @JsonCreator
    public CommandLine {
        if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command line names its program");
        }
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("an argument cannot hold a NUL character");
            }
        }
        arguments = List.copyOf(arguments);
    }

    public static CommandLine of(String program, String... rest) {
        return new CommandLine(
                Stream.concat(Stream.of(program), Stream.of(rest)).toList());
    }

    public CommandLine plus(String... more) {
        return new CommandLine(
                Stream.concat(arguments.stream(), Stream.of(more)).toList());
    }

    public String program() {
        return arguments.get(0);
    }

    /** The words as a POSIX shell reads them back unchanged (IEEE 1003.1, 2.2.2: single quotes keep everything). */
    public String quoted() {
        return arguments.stream().map(CommandLine::quote).collect(Collectors.joining(" "));
    }

    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return quoted();
    }
}
