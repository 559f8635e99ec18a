package org.ostler.web.run;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import org.ostler.platform.Refusal;
import org.ostler.web.Me;
import org.ostler.web.Notices;
import org.ostler.web.Texts;
import org.primefaces.PrimeFaces;

/** What a person says to a run: at once by a button, or after the dialog has asked. */
@Named
@ViewScoped
public class RunAnswers implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SHORTEST_REASON = 10;

    @Inject
    private RunPage page;

    @Inject
    private RunLook look;

    @Inject
    private RunDeeds deeds;

    @Inject
    private Questions questions;

    @Inject
    private Me me;

    @Inject
    private Texts texts;

    @Inject
    private Notices notices;

    private Question question;
    private String note = "";
    private String typed = "";
    private String problem = "";

    /** A button of the page: what it does, to which step, and which version of it the person saw. */
    public void act() {
        String what = parameter("do");
        String step = parameter("step");
        Optional<Runnable> atOnce = deeds.atOnce(page.getRun().id(), what, step, parameter("version"));
        if (atOnce.isPresent()) {
            notices.attempt("run.done." + what, atOnce.get());
            look.again();
        } else {
            ask(Question.Kind.valueOf(what), step, parameter("mend"));
        }
    }

    private void ask(Question.Kind kind, String step, String mend) {
        note = "";
        typed = "";
        problem = "";
        try {
            question = questions.of(page.getRun(), kind, step, mend);
            PrimeFaces.current().ajax().addCallbackParam("ask", true);
        } catch (Refusal refusal) {
            question = null;
            notices.refused(refusal);
        }
    }

    /** The dialog's answer. What is refused stays in the dialog, with what was typed. */
    public void answer() {
        if (question == null) {
            return;
        }
        if (question.kind().isReasonNeeded() && note.strip().length() < SHORTEST_REASON) {
            problem = texts.say("run.ask.reasonShort", SHORTEST_REASON);
            return;
        }
        if (!typed.strip().equals(question.typed())) {
            problem = texts.say("run.ask.typedWrong", question.typed());
            return;
        }
        try {
            deeds.carryOut(page.getRun().id(), question, note.strip());
            question = null;
            PrimeFaces.current().ajax().addCallbackParam("answered", true);
        } catch (Refusal refusal) {
            problem = notices.words(refusal);
        }
        look.again();
    }

    private static String parameter(String name) {
        return FacesContext.getCurrentInstance()
                .getExternalContext()
                .getRequestParameterMap()
                .getOrDefault(name, "");
    }

    /** Why this person may not ask this; empty when they may. */
    public String whyNot(String kind) {
        String permission = Question.Kind.valueOf(kind).permission().name();
        return me.may(permission) ? "" : me.whyNot(permission);
    }

    public Question getQuestion() {
        return question;
    }

    public String getNote() {
        return note;
    }

    public void setNote(String written) {
        note = written == null ? "" : written;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(String written) {
        typed = written == null ? "" : written;
    }

    public String getProblem() {
        return problem;
    }
}
