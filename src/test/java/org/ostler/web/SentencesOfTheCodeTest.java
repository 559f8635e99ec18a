package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * A sentence that the engine stores or answers in English is said in Chinese on a page. Held by reading our own source:
 * whoever writes a new refusal, finding, note or audit summary is told to add its form. The API answers in English
 * alone, and the lab's words are those of the programs it plays.
 */
class SentencesOfTheCodeTest {
    /** Method → which of its arguments are sentences. */
    private static final Map<String, List<Integer>> SPEAKING = Map.ofEntries(
            Map.entry("Refusal.badInput", List.of(1, 2)),
            Map.entry("Refusal.conflict", List.of(1, 2)),
            Map.entry("Refusal.forbidden", List.of(0, 1)),
            Map.entry("new Refusal", List.of(2, 3)),
            Map.entry("new Trouble", List.of(1, 2)),
            Map.entry("Finding.pass", List.of(0)),
            Map.entry("Finding.warn", List.of(0)),
            Map.entry("Finding.fail", List.of(0)),
            Map.entry("Finding.unknown", List.of(0)),
            Map.entry("Finding.failed", List.of(0)),
            Map.entry("Finding.done", List.of(0)),
            Map.entry("Finding.notDone", List.of(0)),
            Map.entry("Finding.running", List.of(0)),
            Map.entry("context.say", List.of(1)),
            Map.entry("context.event", List.of(3)),
            Map.entry("Problem.error", List.of(1, 2)),
            Map.entry("Problem.warning", List.of(1, 2)),
            Map.entry("error", List.of(1, 2)),
            Map.entry("warning", List.of(1, 2)),
            Map.entry("end.fail", List.of(0)),
            Map.entry("new RunStatus", List.of(1)),
            Map.entry("new Template", List.of(1)),
            Map.entry("AuditEvent.of", List.of(2)));

    /** The same for verbs of a step, whoever they are said of: what it is needed for, waits for and is verified by. */
    private static final Map<String, List<Integer>> VERBS = Map.of(
            "neededWhen", List.of(0),
            "verifiedBy", List.of(0),
            "waitsFor", List.of(0, 4));

    /** Said form by form of their first value, or alike in both languages. */
    private static final Set<String> SAID_OTHERWISE =
            Set.of("{0} {1} the {2} {3}", "libvirt {0}", "{0} and is enabled");

    @Test
    void everySentenceHasItsFormInChinese() throws IOException {
        Map<String, String> found = sentences();
        assertTrue(found.size() > 150, "the source was not read: " + found.size());
        Set<String> missing = new TreeSet<>();
        found.keySet().removeAll(SAID_OTHERWISE);
        found.forEach((sentence, where) -> {
            String sample = sentence.replaceAll("\\{\\d}", "Q7x");
            if (Texts.translated(sample, Locale.SIMPLIFIED_CHINESE).equals(sample)) {
                missing.add(sentence + "    <- " + where);
            }
        });
        assertEquals("", String.join("\n", missing), "add these to texts/sentences, in both languages");
    }

    private static Map<String, String> sentences() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, String> found = new TreeMap<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src/main/java/org/ostler"))) {
            List<Path> ours = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.toString().matches(".*/(lab|api)/.*"))
                    .toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(ours));
            for (CompilationUnitTree unit : task.parse()) {
                String where =
                        Path.of(unit.getSourceFile().getName()).getFileName().toString();
                new Reader(sentence -> found.putIfAbsent(sentence, where)).scan(unit, null);
            }
        }
        return found;
    }

    private static final class Reader extends TreeScanner<Void, Void> {
        private final java.util.function.Consumer<String> found;

        Reader(java.util.function.Consumer<String> found) {
            this.found = found;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (call.getMethodSelect() instanceof MemberSelectTree select) {
                String owner = select.getExpression().toString();
                String name = owner.substring(owner.lastIndexOf('.') + 1) + "." + select.getIdentifier();
                speak(SPEAKING.getOrDefault(name, List.of()), call.getArguments());
                speak(VERBS.getOrDefault(select.getIdentifier().toString(), List.of()), call.getArguments());
                if (select.getIdentifier().contentEquals("note")
                        && call.getArguments().size() > 3) {
                    speak(List.of(call.getArguments().size() - 1), call.getArguments());
                }
            }
            if (call.getMethodSelect() instanceof IdentifierTree own) {
                speak(SPEAKING.getOrDefault(own.getName().toString(), List.of()), call.getArguments());
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            speak(SPEAKING.getOrDefault("new " + made.getIdentifier(), List.of()), made.getArguments());
            return super.visitNewClass(made, null);
        }

        private void speak(List<Integer> which, List<? extends ExpressionTree> arguments) {
            for (int at : which) {
                if (at < arguments.size()) {
                    forms(arguments.get(at)).stream()
                            .filter(Reader::hasWords)
                            .map(Reader::numbered)
                            .forEach(found);
                }
            }
        }

        /** Each way the expression can come out, a value written as {@code {}}. */
        private static List<String> forms(ExpressionTree expression) {
            if (expression instanceof ParenthesizedTree inner) {
                return forms(inner.getExpression());
            }
            if (expression instanceof LambdaExpressionTree lambda && lambda.getBody() instanceof ExpressionTree body) {
                return forms(body);
            }
            if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                return List.of(text);
            }
            if (expression instanceof ConditionalExpressionTree choice) {
                List<String> both = new ArrayList<>(forms(choice.getTrueExpression()));
                both.addAll(forms(choice.getFalseExpression()));
                return both;
            }
            if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
                List<String> all = new ArrayList<>();
                for (String left : forms(sum.getLeftOperand())) {
                    forms(sum.getRightOperand()).forEach(right -> all.add(left + right));
                }
                return all;
            }
            if (expression instanceof MethodInvocationTree call
                    && call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getIdentifier().contentEquals("formatted")) {
                return forms(select.getExpression()).stream()
                        .map(text -> text.replaceAll("%[0-9.]*[sd]", "{}"))
                        .toList();
            }
            return List.of("{}");
        }

        private static boolean hasWords(String form) {
            return form.replace("{}", "").matches("(?s).*[A-Za-z]{2}.*");
        }

        private static String numbered(String form) {
            StringBuilder numbered = new StringBuilder();
            int place = 0;
            for (int at = 0; at < form.length(); at++) {
                if (form.startsWith("{}", at)) {
                    numbered.append('{').append(place++).append('}');
                    at++;
                } else {
                    numbered.append(form.charAt(at));
                }
            }
            return numbered.toString();
        }
    }
}
