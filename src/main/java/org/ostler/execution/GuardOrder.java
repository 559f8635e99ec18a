package org.ostler.execution;

import java.util.List;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.plan.PlanDigest;
import org.ostler.procedure.Action;

/**
 * A guarded change as the guard on the host reads it: a line for each file with its SHA-256 before and after, the texts
 * with their number before each line, then the commands. Text only, so that a person at the console can read it too.
 */
final class GuardOrder {
    private final StringBuilder text = new StringBuilder("ostler-guard 1\n");

    private GuardOrder() {}

    /** @throws IllegalArgumentException for a path or command that does not fit on a line */
    static String of(Action.Guarded change) {
        GuardOrder order = new GuardOrder();
        order.line("deadline", Long.toString(change.deadline().toSeconds()));
        order.line("timer", change.timer() ? "any" : "none");
        List<FileChange> files =
                change.files().stream().filter(file -> !file.isEmpty()).toList();
        for (int i = 0; i < files.size(); i++) {
            order.file(i + 1, files.get(i));
        }
        change.apply().forEach(command -> order.command("do", command));
        change.applyAfterRestore().forEach(command -> order.command("back", command));
        return order.text.toString();
    }

    private void file(int number, FileChange change) {
        line(
                "file",
                number + " " + sha(change.before().orElse(null)) + " "
                        + sha(change.after().orElse(null)) + " " + change.mode().orElse("-") + " "
                        + change.owner().orElse("-") + " " + change.path());
        change.after().filter(after -> !after.isEmpty()).ifPresent(after -> {
            boolean bare = !after.endsWith("\n");
            String whole = bare ? after : after.substring(0, after.length() - 1);
            for (String each : whole.split("\n", -1)) {
                text.append(number).append('>').append(each).append('\n');
            }
            if (bare) {
                line("bare", Integer.toString(number));
            }
        });
    }

    private static String sha(String content) {
        return content == null ? "-" : PlanDigest.sha256(content);
    }

    private void command(String word, CommandLine command) {
        line(word, command.quoted());
    }

    private void line(String word, String rest) {
        if (rest.indexOf('\n') >= 0 || rest.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("it does not fit on a line: " + rest);
        }
        text.append(word).append(' ').append(rest).append('\n');
    }
}
