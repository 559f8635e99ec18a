package org.ostler.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Programs around lines of text that every simulated host has. */
final class TextPrograms {
    private static final Pattern AWK =
            Pattern.compile("\\s*(?:/(?<match>[^/]*)/)?\\s*\\{\\s*print\\s*(?<field>\\$(?:NF|\\d+))?\\s*;?\\s*\\}\\s*");

    private TextPrograms() {}

    static void installOn(LabHost host) {
        host.install("echo", TextPrograms::echo);
        host.install("grep", TextPrograms::grep);
        host.install("head", call -> slice(call, true));
        host.install("tail", call -> slice(call, false));
        host.install("wc", TextPrograms::count);
        host.install("awk", TextPrograms::awk);
        host.install("sort", call -> {
            for (String line : lines(call, call.operands()).stream().sorted().toList()) {
                call.println(line);
            }
            return 0;
        });
    }

    private static int echo(Invocation call) throws IOException {
        boolean bare = !call.arguments().isEmpty() && call.arguments().get(0).equals("-n");
        String text = String.join(
                " ", call.arguments().subList(bare ? 1 : 0, call.arguments().size()));
        call.print(bare ? text : text + "\n");
        return 0;
    }

    /** The lines of these files, or of standard input when there are none. */
    private static List<String> lines(Invocation call, List<String> names) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : names.isEmpty() ? List.of("-") : names) {
            Optional<byte[]> bytes = name.equals("-")
                    ? Optional.of(call.in().readAllBytes())
                    : call.host().files().read(call.path(name));
            if (bytes.isEmpty()) {
                call.complain(call.name() + ": " + name + ": No such file or directory");
            }
            text.append(new String(bytes.orElse(new byte[0]), StandardCharsets.UTF_8));
        }
        return text.toString().lines().toList();
    }

    private static int grep(Invocation call) throws IOException {
        List<String> operands = call.operands();
        if (operands.isEmpty()) {
            call.complain("Usage: grep [OPTION]... PATTERN [FILE] ...");
            return 2;
        }
        Pattern pattern;
        try {
            String text = call.has('F') ? Pattern.quote(operands.get(0)) : operands.get(0);
            pattern = Pattern.compile(text, call.has('i') ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException wrong) {
            call.complain("grep: " + wrong.getDescription());
            return 2;
        }
        List<String> hits = lines(call, operands.subList(1, operands.size())).stream()
                .filter(line -> pattern.matcher(line).find() != call.has('v'))
                .toList();
        if (call.has('c')) {
            call.println(Integer.toString(hits.size()));
        } else if (!call.has('q')) {
            for (String line : hits) {
                call.println(line);
            }
        }
        return hits.isEmpty() ? 1 : 0;
    }

    private static int slice(Invocation call, boolean first) throws IOException {
        int wanted = 10;
        List<String> names = new ArrayList<>();
        List<String> words = call.arguments();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("-n") && i + 1 < words.size()) {
                wanted = Math.abs(Integer.parseInt(words.get(++i)));
            } else if (words.get(i).matches("-n?\\d+")) {
                wanted = Integer.parseInt(words.get(i).replaceAll("\\D", ""));
            } else if (!words.get(i).equals("--")) {
                names.add(words.get(i));
            }
        }
        for (String name : names) {
            if (call.host().files().read(call.path(name)).isEmpty()) {
                call.complain(call.name() + ": cannot open `" + name + "' for reading: No such file or directory");
                return 1;
            }
        }
        List<String> all = lines(call, names);
        int from = first ? 0 : Math.max(0, all.size() - wanted);
        for (String line : all.subList(from, first ? Math.min(wanted, all.size()) : all.size())) {
            call.println(line);
        }
        return 0;
    }

    private static int count(Invocation call) throws IOException {
        List<String> all = lines(call, call.operands());
        int words = all.stream()
                .mapToInt(line -> line.isBlank() ? 0 : line.trim().split("\\s+", -1).length)
                .sum();
        int bytes = all.stream()
                .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
        List<String> counts = new ArrayList<>();
        boolean every = !call.has('l') && !call.has('w') && !call.has('c');
        if (every || call.has('l')) {
            counts.add(Integer.toString(all.size()));
        }
        if (every || call.has('w')) {
            counts.add(Integer.toString(words));
        }
        if (every || call.has('c')) {
            counts.add(Integer.toString(bytes));
        }
        counts.addAll(call.operands());
        call.println(String.join(" ", counts));
        return 0;
    }

    /** Only {@code /pattern/ {print $n}}: what people pipe lists of xe into. */
    private static int awk(Invocation call) throws IOException {
        Matcher program = call.operands().isEmpty()
                ? AWK.matcher("-")
                : AWK.matcher(call.operands().get(0));
        if (!program.matches()) {
            call.complain("awk: the practice lab's awk only prints fields");
            return 2;
        }
        Pattern match = Pattern.compile(program.group("match") == null ? "" : program.group("match"));
        String field = program.group("field") == null ? "$0" : program.group("field");
        for (String line :
                lines(call, call.operands().subList(1, call.operands().size()))) {
            if (match.matcher(line).find()) {
                String[] fields = line.trim().split("\\s+", -1);
                int at = field.equals("$NF") ? fields.length : Integer.parseInt(field.substring(1));
                call.println(at == 0 ? line : at <= fields.length ? fields[at - 1] : "");
            }
        }
        return 0;
    }
}
