package org.ostler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.configfile.FileChange;
import org.ostler.procedure.Action;
import org.ostler.procedure.Template;

/**
 * A planned step as lines of text, so that two forms of it can be compared: everything that a person approves, and
 * nothing that time changes.
 */
public final class StepText {
    private final List<String> lines = new ArrayList<>();

    private StepText() {}

    public static String of(PlannedStep step) {
        StepText text = new StepText();
        text.line("title", step.title());
        text.line("why", step.why());
        text.line("on", step.target().name());
        step.actions().forEach(text::action);
        step.templates().forEach(template -> text.template("command", template));
        step.question().ifPresent(question -> text.line("asks", question));
        for (PlannedStep.MendShown mend : step.mends()) {
            text.line("mend", mend.title());
            mend.templates().forEach(template -> text.template("  command", template));
        }
        text.line("undo", step.undo());
        step.irreversible().ifPresent(reason -> text.line("irreversible", reason));
        step.binding().forEach((fact, value) -> text.line("approved for", fact + " = " + value));
        return String.join("\n", text.lines) + "\n";
    }

    private void line(String what, String words) {
        if (!words.isBlank()) {
            lines.add(what + ": " + words.strip().replaceAll("\\s*\\n\\s*", " "));
        }
    }

    private void template(String what, Template template) {
        line(what, template.text());
        line(what.replace("command", "  for"), template.rule());
    }

    private void action(Action action) {
        String what = action instanceof Action.WriteFile ? "file" : "command";
        action.lines().forEach(words -> line(what, words));
        for (FileChange change : action.changes()) {
            if (action instanceof Action.Guarded) {
                line("  file", change.path());
            }
            change.mode().ifPresent(mode -> line("  mode", mode));
            change.owner().ifPresent(owner -> line("  owner", owner));
            content("  now ", change.before());
            content("  then", change.after());
        }
    }

    private void content(String when, Optional<String> text) {
        text.ifPresent(some -> some.lines().forEach(line -> lines.add(when + " | " + line)));
    }
}
