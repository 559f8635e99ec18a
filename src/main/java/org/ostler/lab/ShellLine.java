package org.ostler.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A line as the hosts' shell reads it: words with quotes and backslashes, pipes, redirections, {@code ;} {@code &&}
 * {@code ||}. No loops, no substitutions of commands: nobody needs them here.
 *
 * @param pipelines in order; each with the operator before it
 */
record ShellLine(List<Pipeline> pipelines) {
    /** @param operator what stands before it: {@code ;} for the first one */
    record Pipeline(String operator, List<Simple> commands) {}

    /** @param redirections operator and word, like {@code >} {@code /dev/null} */
    record Simple(List<String> words, List<Redirection> redirections) {}

    record Redirection(String operator, String word) {}

    /** What the shell says instead of running anything. */
    static final class SyntaxError extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxError(String message) {
            super(message);
        }
    }

    private record Token(String text, boolean operator) {}

    private static final List<String> OPERATORS =
            List.of("2>&1", ">&2", "2>>", "2>", "&&", "||", ">>", ";", "|", ">", "<", "&", "\n");

    /** @param variables the value of a name, empty for an unknown one */
    static ShellLine parse(String line, UnaryOperator<String> variables) throws SyntaxError {
        return new Grammar(new Reader(line, variables).tokens()).line();
    }

    /** Puts tokens together. */
    private static final class Grammar {
        private final List<Token> tokens;
        private final List<Pipeline> pipelines = new ArrayList<>();
        private final List<Simple> commands = new ArrayList<>();
        private final List<String> words = new ArrayList<>();
        private final List<Redirection> redirections = new ArrayList<>();
        private String before = ";";

        Grammar(List<Token> tokens) {
            this.tokens = tokens;
        }

        ShellLine line() throws SyntaxError {
            for (int i = 0; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                if (!token.operator()) {
                    words.add(token.text());
                } else if (token.text().equals("2>&1") || token.text().equals(">&2")) {
                    redirections.add(new Redirection(token.text(), ""));
                } else if (token.text().endsWith(">") || token.text().equals("<")) {
                    if (i + 1 >= tokens.size() || tokens.get(i + 1).operator()) {
                        throw new SyntaxError("syntax error near unexpected token `newline'");
                    }
                    redirections.add(
                            new Redirection(token.text(), tokens.get(++i).text()));
                } else {
                    endCommand(token.text());
                }
            }
            boolean owesCommand = !commands.isEmpty() || before.equals("&&") || before.equals("||");
            if (words.isEmpty() && owesCommand) {
                throw new SyntaxError("syntax error: unexpected end of file");
            }
            takeCommand();
            takePipeline();
            return new ShellLine(List.copyOf(pipelines));
        }

        private void endCommand(String operator) throws SyntaxError {
            if (words.isEmpty() && !operator.equals("\n")) {
                throw new SyntaxError("syntax error near unexpected token `" + operator + "'");
            }
            takeCommand();
            if (!operator.equals("|")) {
                takePipeline();
                before = operator.equals("\n") || operator.equals("&") ? ";" : operator;
            }
        }

        private void takeCommand() {
            if (!words.isEmpty()) {
                commands.add(new Simple(List.copyOf(words), List.copyOf(redirections)));
            }
            words.clear();
            redirections.clear();
        }

        private void takePipeline() {
            if (!commands.isEmpty()) {
                pipelines.add(new Pipeline(before, List.copyOf(commands)));
            }
            commands.clear();
        }
    }

    /** Walks over the characters once. */
    private static final class Reader {
        private final String line;
        private final UnaryOperator<String> variables;
        private final List<Token> tokens = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean inWord;
        private int at;

        Reader(String line, UnaryOperator<String> variables) {
            this.line = line;
            this.variables = variables;
        }

        List<Token> tokens() throws SyntaxError {
            while (at < line.length()) {
                char c = line.charAt(at);
                Optional<String> operator = inWord && c == '2' ? Optional.empty() : operator();
                if (operator.isPresent()) {
                    endWord();
                    tokens.add(new Token(operator.get(), true));
                    at += operator.get().length();
                } else if (c == ' ' || c == '\t') {
                    endWord();
                    at++;
                } else if (c == '#' && !inWord) {
                    at = line.indexOf('\n', at) < 0 ? line.length() : line.indexOf('\n', at);
                } else {
                    inWord = true;
                    take(c);
                }
            }
            endWord();
            return tokens;
        }

        private Optional<String> operator() {
            return OPERATORS.stream().filter(op -> line.startsWith(op, at)).findFirst();
        }

        private void take(char c) throws SyntaxError {
            switch (c) {
                case '\'' -> {
                    int end = line.indexOf('\'', at + 1);
                    if (end < 0) {
                        throw new SyntaxError("unexpected EOF while looking for matching `''");
                    }
                    word.append(line, at + 1, end);
                    at = end + 1;
                }
                case '"' -> doubleQuoted();
                case '\\' -> {
                    if (at + 1 < line.length()) {
                        word.append(line.charAt(at + 1));
                    }
                    at += 2;
                }
                case '$' -> variable();
                default -> {
                    word.append(c);
                    at++;
                }
            }
        }

        private void doubleQuoted() throws SyntaxError {
            at++;
            while (at < line.length() && line.charAt(at) != '"') {
                char c = line.charAt(at);
                if (c == '\\' && at + 1 < line.length() && "\"\\$`".indexOf(line.charAt(at + 1)) >= 0) {
                    word.append(line.charAt(at + 1));
                    at += 2;
                } else if (c == '$') {
                    variable();
                } else {
                    word.append(c);
                    at++;
                }
            }
            if (at >= line.length()) {
                throw new SyntaxError("unexpected EOF while looking for matching `\"'");
            }
            at++;
        }

        private void variable() {
            int end = at + 1;
            if (end < line.length() && (line.charAt(end) == '?' || line.charAt(end) == '$')) {
                end++;
            } else {
                while (end < line.length()
                        && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '_')) {
                    end++;
                }
            }
            String name = line.substring(at + 1, end);
            word.append(name.isEmpty() ? "$" : variables.apply(name));
            at = end;
        }

        private void endWord() {
            if (inWord) {
                tokens.add(new Token(word.toString(), false));
                word.setLength(0);
                inWord = false;
            }
        }
    }
}
