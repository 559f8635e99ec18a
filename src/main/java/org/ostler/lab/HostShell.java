package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell of a simulated host: one line at a time, for a connection's command and for a terminal alike. */
final class HostShell {
    /** Stands for $? until the command runs: the whole line is read before its first command. */
    private static final String LAST_STATUS = "\u0001";

    /** The one loop that the manual has its readers type. */
    private static final Pattern LOOP = Pattern.compile(
            "\\s*for\\s+(?<name>\\w+)\\s+in\\s+(?<values>.*?)\\s*;\\s*do\\s+(?<body>.*?)\\s*;?\\s*done\\s*",
            Pattern.DOTALL);

    private final LabHost host;
    private final Map<String, String> variables = new HashMap<>();
    private final String via;
    private String directory = "/root";
    private int status;
    /** One that was given a program, whose own words are not counted as programs. */
    private boolean inner;

    HostShell(LabHost host, String via) {
        this.host = host;
        this.via = via;
    }

    String directory() {
        return directory;
    }

    int run(String line, InputStream in, OutputStream out, OutputStream err) throws IOException, InterruptedException {
        Matcher loop = LOOP.matcher(line);
        if (!loop.matches()) {
            return list(substituted(line, err), in, out, err);
        }
        for (String value : substituted(loop.group("values"), err).trim().split("\\s+", -1)) {
            variables.put(loop.group("name"), value);
            if (!value.isEmpty()) {
                run(loop.group("body"), in, out, err);
            }
        }
        return status;
    }

    /** Replaces commands in backquotes, outside of single quotes, by what they print, as one line. */
    private String substituted(String line, OutputStream err) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        boolean single = false;
        boolean twice = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            int end = c == '`' && !single ? line.indexOf('`', i + 1) : -1;
            single ^= c == '\'' && !twice;
            twice ^= c == '"' && !single;
            if (c == '\\' && !single && i + 1 < line.length()) {
                text.append(c).append(line.charAt(++i));
            } else if (end < 0) {
                text.append(c);
            } else {
                ByteArrayOutputStream printed = new ByteArrayOutputStream();
                run(line.substring(i + 1, end), InputStream.nullInputStream(), printed, err);
                text.append(printed.toString(StandardCharsets.UTF_8).strip().replace('\n', ' '));
                i = end;
            }
        }
        return text.toString();
    }

    private int list(String line, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        ShellLine parsed;
        try {
            parsed = ShellLine.parse(line, this::variable);
        } catch (ShellLine.SyntaxError wrong) {
            err.write(("bash: " + wrong.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
            status = 2;
            return status;
        }
        for (ShellLine.Pipeline pipeline : parsed.pipelines()) {
            boolean wanted =
                    switch (pipeline.operator()) {
                        case "&&" -> status == 0;
                        case "||" -> status != 0;
                        default -> true;
                    };
            if (wanted) {
                status = pipeline(pipeline.commands(), in, out, err);
            }
        }
        return status;
    }

    /** One after the other, not at once: the output of these programs always ends. */
    private int pipeline(List<ShellLine.Simple> commands, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        InputStream next = in;
        int last = 0;
        for (int i = 0; i < commands.size(); i++) {
            if (i == commands.size() - 1) {
                return simple(commands.get(i), next, out, err);
            }
            ByteArrayOutputStream between = new ByteArrayOutputStream();
            last = simple(commands.get(i), next, between, err);
            next = new ByteArrayInputStream(between.toByteArray());
        }
        return last;
    }

    private int simple(ShellLine.Simple command, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        InputStream input = in;
        OutputStream output = out;
        OutputStream errors = err;
        List<ByteArrayOutputStream> files = new ArrayList<>();
        List<ShellLine.Redirection> targets = new ArrayList<>();
        for (ShellLine.Redirection redirection : command.redirections()) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            switch (redirection.operator()) {
                case "2>&1" -> errors = output;
                case ">&2" -> output = errors;
                case "<" -> {
                    String path = LabPaths.absolute(directory, redirection.word());
                    Optional<byte[]> bytes = path.equals("/dev/null")
                            ? Optional.of(new byte[0])
                            : host.files().read(path);
                    if (bytes.isEmpty()) {
                        return said(err, "bash: " + redirection.word() + ": No such file or directory", 1);
                    }
                    input = new ByteArrayInputStream(bytes.get());
                }
                default -> {
                    files.add(file);
                    targets.add(redirection);
                    if (redirection.operator().startsWith("2")) {
                        errors = file;
                    } else {
                        output = file;
                    }
                }
            }
        }
        int exit = program(command.words(), input, output, errors);
        for (int i = 0; i < files.size(); i++) {
            keep(targets.get(i), files.get(i).toByteArray());
        }
        return exit;
    }

    private int program(List<String> asked, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        List<String> words = asked.stream()
                .map(word -> word.replace(LAST_STATUS, Integer.toString(status)))
                .toList();
        if (words.size() == 3 && words.get(0).equals("sh") && words.get(1).equals("-c")) {
            HostShell inner = new HostShell(host, via);
            inner.inner = true;
            return inner.run(words.get(2), in, out, err);
        }
        if (words.equals(List.of("sh"))) {
            return new HostShell(host, via).programs(in, out, err);
        }
        if (words.size() == 3 && words.subList(0, 2).equals(List.of("command", "-v"))) {
            String name = words.get(2);
            boolean ours = inner && name.equals("printf");
            return ours || host.program(name).isPresent() ? said(out, ours ? name : "/usr/bin/" + name, 0) : 1;
        }
        if (inner && words.get(0).equals("echo")) {
            return said(out, String.join(" ", words.subList(1, words.size())), 0);
        }
        if (inner && words.size() == 3 && words.subList(0, 2).equals(List.of("printf", "%s"))) {
            out.write(words.get(2).getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        OptionalInt builtin = builtin(words, out);
        return builtin.isPresent()
                ? builtin.getAsInt()
                : HostPrograms.run(
                        new Invocation(host, words, in, out, err, Optional.empty(), directory), via, Optional.empty());
    }

    /** One after the other, as they come on standard input. A word in single quotes may hold ends of lines. */
    private int programs(InputStream in, OutputStream out, OutputStream err) throws IOException, InterruptedException {
        inner = true;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean quoted = false;
        boolean escaped = false;
        for (int one = in.read(); one >= 0; one = in.read()) {
            quoted ^= one == '\'' && !escaped;
            escaped = one == '\\' && !escaped && !quoted;
            if (one == '\n' && !quoted) {
                run(line.toString(StandardCharsets.UTF_8), InputStream.nullInputStream(), out, err);
                line.reset();
            } else {
                line.write(one);
            }
        }
        return status;
    }

    private void keep(ShellLine.Redirection target, byte[] bytes) throws IOException {
        String path = LabPaths.absolute(directory, target.word());
        if (path.equals("/dev/null")) {
            return;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (target.operator().endsWith(">>")) {
            all.write(host.files().read(path).orElse(new byte[0]));
        }
        all.write(bytes);
        host.files().write(path, all.toByteArray());
        host.centre().changed();
    }

    private OptionalInt builtin(List<String> words, OutputStream out) throws IOException {
        switch (words.get(0)) {
            case "cd" -> {
                String wanted = LabPaths.absolute(directory, words.size() > 1 ? words.get(1) : "/root");
                boolean there = wanted.equals("/root") || host.files().isDirectory(wanted);
                if (!there) {
                    return OptionalInt.of(said(out, "bash: cd: " + words.get(1) + ": No such file or directory", 1));
                }
                directory = wanted;
                return OptionalInt.of(0);
            }
            case "pwd" -> {
                return OptionalInt.of(said(out, directory, 0));
            }
            case ":", "export", "set", "unset", "exec", "ulimit", "umask" -> {
                return OptionalInt.of(0);
            }
            default -> {
                return OptionalInt.empty();
            }
        }
    }

    private static int said(OutputStream out, String line, int exit) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return exit;
    }

    private String variable(String name) {
        return switch (name) {
            case "?" -> LAST_STATUS;
            case "$" -> "2077";
            case "HOME", "PWD" -> name.equals("HOME") ? "/root" : directory;
            case "USER", "LOGNAME" -> "root";
            case "HOSTNAME" -> host.name();
            case "PATH" -> HostPrograms.PATH;
            default -> variables.getOrDefault(name, "");
        };
    }
}
