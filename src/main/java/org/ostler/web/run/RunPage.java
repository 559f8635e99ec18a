package org.ostler.web.run;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.console.Terminals;
import org.ostler.execution.GuideChanges;
import org.ostler.execution.RunState;
import org.ostler.execution.RunView;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.Runs;
import org.ostler.execution.StepState;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;
import org.ostler.web.Me;
import org.ostler.web.Notices;
import org.ostler.web.Texts;
import org.primefaces.PrimeFaces;

/** One run, watched and steered. */
@Named
@ViewScoped
public class RunPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SHORTEST_REASON = 10;

    @Inject
    private Runs runs;

    @Inject
    private GuideChanges guideChanges;

    @Inject
    private RunLook look;

    @Inject
    private Terminals terminals;

    @Inject
    private Questions questions;

    @Inject
    private Me me;

    @Inject
    private Texts texts;

    @Inject
    private Notices notices;

    private String id = "";
    private Question question;
    private String note = "";
    private String typed = "";
    private String problem = "";

    public RunView getRun() {
        return look.at(id);
    }

    public List<StepGroup> getGroups() {
        return StepGroup.of(getRun().steps());
    }

    public List<Lane> getLanes() {
        return Lane.of(getRun().steps());
    }

    public long getDone() {
        return getRun().steps().stream()
                .filter(step -> StepGroup.isDone(step.state()))
                .count();
    }

    /** Steps that wait for a person, whatever for. */
    public List<StepView> getWaiting() {
        return getRun().steps().stream()
                .filter(step -> switch (step.state()) {
                    case FAILED, OUTCOME_UNKNOWN, STALE -> true;
                    case WAITING -> step.gate().isPresent();
                    case PENDING, RUNNING, SUCCEEDED, SKIPPED, ROLLED_BACK -> false;
                })
                .toList();
    }

    /** What it is doing, for the one line that phones show. */
    public Optional<StepView> getNow() {
        return getRun().steps().stream()
                .filter(step -> step.state() != StepState.PENDING && !StepGroup.isDone(step.state()))
                .findFirst();
    }

    public String title(StepView step) {
        return questions.title(getRun(), step);
    }

    public String chapter(StepGroup group) {
        String chapter = texts.either("chapter." + getRun().guide() + "." + group.chapter(), group.chapter());
        return group.host().isEmpty() ? chapter : group.host() + " · " + chapter;
    }

    /** Terminals that people have open on this run's hosts. */
    public List<Terminals.OpenTerminal> getTerminals() {
        Set<UUID> hosts = getLanes().stream().map(Lane::host).collect(Collectors.toSet());
        return terminals.open().stream()
                .filter(terminal -> hosts.contains(terminal.endpoint()))
                .toList();
    }

    /** The step from which a run that is over can still be rolled back. */
    public Optional<StepView> getLastDone() {
        boolean over = getRun().state() == RunState.SUCCEEDED || getRun().state() == RunState.CANCELLED;
        return over
                ? getRun().steps().stream()
                        .filter(step -> step.state() == StepState.SUCCEEDED)
                        .reduce((earlier, later) -> later)
                : Optional.empty();
    }

    public boolean isPausable() {
        return getRun().state() == RunState.RUNNING || getRun().state() == RunState.WAITING;
    }

    public boolean isResumable() {
        return getRun().state() == RunState.PAUSED;
    }

    /** Titles of all steps, for the headings within the transcript. */
    public String getStepTitles() {
        Map<String, String> titles = new LinkedHashMap<>();
        getRun().steps().forEach(step -> titles.put(step.id(), title(step)));
        return Json.write(titles);
    }

    /** What the transcript's script says. */
    public String getScriptTexts() {
        Map<String, String> said = new LinkedHashMap<>();
        for (String key : List.of(
                "newer", "lines", "quiet", "hits", "noHits", "offline", "signedOut", "longLine", "empty", "part")) {
            said.put(key, texts.get("run.js." + key));
        }
        return Json.write(said);
    }

    /** A button of the page: what it does, to which step, and which version of it the person saw. */
    public void act() {
        String what = parameter("do");
        String step = parameter("step");
        RunView run = getRun();
        switch (what) {
            case "confirm" ->
                attempt("run.done.confirm", () -> runs.confirm(run.id(), step, version(parameter("version")), ""));
            case "look" -> attempt("run.done.look", () -> runs.lookAgain(run.id(), step));
            case "lookAtGuide" -> attempt("run.done.look", () -> guideChanges.lookAgain(run.id()));
            case "retry" -> attempt("run.done.retry", () -> runs.retry(run.id(), step, ""));
            case "pause" -> attempt("run.done.pause", () -> runs.pause(run.id()));
            case "resume" -> attempt("run.done.resume", () -> runs.resume(run.id()));
            default -> ask(Question.Kind.valueOf(what), step, parameter("mend"));
        }
    }

    private void ask(Question.Kind kind, String step, String mend) {
        note = "";
        typed = "";
        problem = "";
        try {
            question = questions.of(getRun(), kind, step, mend);
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
            carryOut(question);
            look.again();
            question = null;
            PrimeFaces.current().ajax().addCallbackParam("answered", true);
        } catch (Refusal refusal) {
            problem = texts.either("refusal." + refusal.code(), refusal.getMessage()) + " "
                    + texts.either("refusal." + refusal.code() + ".next", refusal.next());
        }
    }

    private void carryOut(Question asked) {
        RunView run = getRun();
        String reason = note.strip();
        switch (asked.kind()) {
            case CONFIRM -> runs.confirm(run.id(), asked.step(), version(asked.mend()), reason);
            case CANCEL -> runs.cancel(run.id(), reason);
            case ABANDON -> runs.abandon(run.id(), reason);
            case SKIP -> runs.skip(run.id(), asked.step(), reason);
            case HAPPENED -> runs.resolve(run.id(), asked.step(), true, reason);
            case DID_NOT_HAPPEN -> runs.resolve(run.id(), asked.step(), false, reason);
            case MEND -> runs.mend(run.id(), asked.step(), asked.mend(), reason);
            case REAPPROVE -> runs.reapprove(run.id(), asked.step(), asked.mend(), reason);
            case ADOPT -> guideChanges.approve(run.id(), asked.mend(), reason);
            case ROLLBACK -> runs.rollback(run.id(), asked.step(), reason);
        }
    }

    private void attempt(String done, Runnable work) {
        notices.attempt(done, work);
        look.again();
    }

    private static Optional<Long> version(String seen) {
        return Optional.of(seen).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
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

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
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
