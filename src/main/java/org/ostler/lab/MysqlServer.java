package org.ostler.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The database server of the management server, as far as its clients show it: who may come in, which databases. */
final class MysqlServer {
    static final List<String> DATABASES = List.of("cloud", "cloud_usage");

    private final String user;
    private final String password;
    private final BooleanSupplier runs;

    MysqlServer(String user, String password, BooleanSupplier runs) {
        this.user = user;
        this.password = password;
        this.runs = runs;
    }

    /**
     * What a client was asked for.
     *
     * @param options long names without dashes and their values, those of the option file included
     * @param words what is no option
     */
    record Asked(Map<String, String> options, List<String> words) {
        Optional<String> option(String name) {
            return Optional.ofNullable(options.get(name));
        }

        boolean has(String name) {
            return options.containsKey(name);
        }
    }

    /** A client that ends before it does anything: its words and its exit status. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int exit;

        Refused(int exit, String line) {
            super(line);
            this.exit = exit;
        }

        int exit() {
            return exit;
        }
    }

    private static final Map<Character, String> SHORT = Map.of(
            'u',
            "user",
            'h',
            "host",
            'p',
            "password",
            'r',
            "result-file",
            'B',
            "databases",
            'e',
            "execute",
            'N',
            "skip-column-names",
            'D',
            "database",
            'P',
            "port");

    /** Those that take their value from the next word when there is no {@code =}. */
    private static final List<String> VALUED = List.of("user", "host", "result-file", "execute", "database", "port");

    /** @param group the client's own group in option files, beside {@code [client]} */
    static Asked read(Invocation call, String group) throws Refused {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        List<String> arguments = call.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.startsWith("--defaults-extra-file=")) {
                if (i > 0) {
                    throw new Refused(7, group + ": unknown variable '" + word.substring(2) + "'");
                }
                options.putAll(optionFile(call, word.substring(word.indexOf('=') + 1), group));
            } else if (word.startsWith("--") && word.length() > 2) {
                String[] both = word.substring(2).split("=", 2);
                boolean takesNext = both.length == 1 && VALUED.contains(both[0]) && i + 1 < arguments.size();
                options.put(both[0], takesNext ? arguments.get(++i) : both.length == 2 ? both[1] : "");
            } else if (word.startsWith("-") && word.length() > 1) {
                String name = SHORT.getOrDefault(word.charAt(1), word.substring(1, 2));
                boolean takesNext = word.length() == 2 && VALUED.contains(name) && i + 1 < arguments.size();
                options.put(name, takesNext ? arguments.get(++i) : word.substring(2));
            } else {
                words.add(word);
            }
        }
        return new Asked(options, words);
    }

    private static Map<String, String> optionFile(Invocation call, String path, String group) throws Refused {
        Optional<byte[]> bytes =
                path.equals("/dev/fd/3") ? call.secret() : call.host().files().read(path);
        if (bytes.isEmpty()) {
            throw new Refused(
                    1,
                    "Could not open required defaults file: " + path
                            + "\nFatal error in defaults handling. Program aborted");
        }
        Map<String, String> options = new LinkedHashMap<>();
        boolean inGroup = false;
        for (String line : new String(bytes.get(), StandardCharsets.UTF_8).split("\n", -1)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                inGroup = text.equals("[client]") || text.equals("[" + group + "]");
            } else if (inGroup && !text.isEmpty() && !text.startsWith("#")) {
                String[] both = text.split("\\s*=\\s*", 2);
                options.put(both[0], both.length == 2 ? unquoted(both[1]) : "");
            }
        }
        return options;
    }

    /** As option files are written: in quotes, with {@code \\}, {@code \"} and their like as escapes. */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && ((value.startsWith("\"") && value.endsWith("\"")) || (value.startsWith("'") && value.endsWith("'")));
        String inner = quoted ? value.substring(1, value.length() - 1) : value;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c != '\\' || i + 1 == inner.length()) {
                text.append(c);
                continue;
            }
            char next = inner.charAt(++i);
            text.append(
                    switch (next) {
                        case 'n' -> "\n";
                        case 't' -> "\t";
                        case 's' -> " ";
                        case '\\', '"', '\'' -> String.valueOf(next);
                        default -> "\\" + next;
                    });
        }
        return text.toString();
    }

    /** @return why the server does not let this client in: number and words */
    Optional<String> refusal(Asked asked) {
        String from = asked.option("user").orElse("root");
        String host = asked.option("host").orElse("localhost");
        if (!List.of("localhost", "127.0.0.1", "ms1").contains(host)) {
            return Optional.of("2005: Unknown MySQL server host '" + host + "' (0)");
        }
        if (!runs.getAsBoolean()) {
            return Optional.of(
                    "2002: Can't connect to local MySQL server through socket" + " '/var/lib/mysql/mysql.sock' (2)");
        }
        String given = asked.option("password").orElse("");
        if (!from.equals(user) || !given.equals(password)) {
            return Optional.of("1045: Access denied for user '" + from + "'@'localhost' (using password: "
                    + (given.isEmpty() ? "NO" : "YES") + ")");
        }
        return Optional.empty();
    }

    static void complain(Invocation call, Refused refused) throws IOException {
        call.complain(refused.getMessage());
    }
}
