package org.ostler.web.run;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.console.Terminals;
import org.ostler.execution.RunState;
import org.ostler.execution.RunView;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.web.Texts;

/** One run, watched: its steps, its hosts, what waits for a person. */
@Named
@ViewScoped
public class RunPage implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private RunLook look;

    @Inject
    private Terminals terminals;

    @Inject
    private Questions questions;

    @Inject
    private Texts texts;

    private String id = "";
    private String host = "";

    public RunView getRun() {
        return look.at(id);
    }

    public List<StepGroup> getGroups() {
        return StepGroup.of(getRun().steps());
    }

    public List<Lane> getLanes() {
        return look.lanes(id);
    }

    public long getDone() {
        return getRun().steps().stream()
                .filter(step -> StepGroup.isDone(step.state()))
                .count();
    }

    /** Steps that wait for a person, whatever for; nothing waits any more in a run that is over. */
    public List<StepView> getWaiting() {
        if (getRun().state().isOver()) {
            return List.of();
        }
        return getRun().steps().stream()
                .filter(step -> switch (step.state()) {
                    case FAILED, OUTCOME_UNKNOWN, STALE -> true;
                    case WAITING -> step.gate().isPresent();
                    case PENDING, RUNNING, SUCCEEDED, SKIPPED, ROLLED_BACK -> false;
                })
                .toList();
    }

    /** Steps whose changed network the host takes back unless it is kept. */
    public List<StepView> getGuarded() {
        return getRun().steps().stream()
                .filter(step -> step.guard().isPresent())
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
        boolean going = getRun().state() == RunState.RUNNING || getRun().state() == RunState.WAITING;
        return going && !getRun().pausing();
    }

    /** A run that is about to pause can be told to go on. */
    public boolean isResumable() {
        return getRun().state() == RunState.PAUSED || getRun().pausing();
    }

    public String getId() {
        return id;
    }

    public void setId(String asked) {
        id = asked == null ? "" : asked;
    }

    /** Whose steps are shown, in a run over many hosts; empty for all. */
    public String getHost() {
        return host;
    }

    public void setHost(String asked) {
        host = asked == null ? "" : asked;
    }
}
