package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.web.Marks;
import org.ostler.web.Texts;

/**
 * A run over many hosts, made small enough to be read and to be sent four times a second: the chapters with counts, the
 * hosts at work or in trouble one by one, the others by name. A host's own steps are shown when somebody chooses it.
 */
@Named
@RequestScoped
public class RunCrowd {
    /** Hosts that are all shown step by step. More, and the page of a large run weighs a megabyte. */
    private static final int FEW = 8;

    /** Cards at once. More, and nobody sees the hosts below ten gates; what waits behind them is named. */
    private static final int CARDS = 3;

    @Inject
    private RunPage page;

    @Inject
    private Marks marks;

    @Inject
    private Texts texts;

    private Optional<List<Crowd>> chapters = Optional.empty();

    public boolean isThere() {
        return page.getLanes().size() > FEW;
    }

    /** Whether the steps are those of one host that somebody chose. */
    public boolean isOfOneHost() {
        return isThere() && !page.getHost().isEmpty();
    }

    public List<Crowd> getChapters() {
        if (chapters.isEmpty()) {
            chapters = Optional.of(
                    isThere() && !isOfOneHost() ? Crowd.of(page.getRun().steps()) : List.of());
        }
        return chapters.get();
    }

    public String chapter(Crowd chapter) {
        return texts.either("chapter." + page.getRun().guide() + "." + chapter.chapter(), chapter.chapter());
    }

    public List<StepGroup> getGroups() {
        if (!isThere()) {
            return page.getGroups();
        }
        List<StepView> own = page.getRun().steps().stream()
                .filter(step -> step.target().name().equals(page.getHost()))
                .toList();
        return StepGroup.of(own);
    }

    /** All of a small run; of a large one those at work, in trouble or chosen. */
    public List<Lane> getLanes() {
        return isThere() ? those(lane -> isInHand(lane) || lane.name().equals(page.getHost())) : page.getLanes();
    }

    /** Countdowns that are shown whole: of a large run the first ones, and those of the chosen host. */
    public List<StepView> getGuarded() {
        return foremost(page.getGuarded());
    }

    /** Likewise what waits for a person. */
    public List<StepView> getWaiting() {
        return foremost(page.getWaiting());
    }

    /** What else counts down or waits. */
    public List<StepView> getBehind() {
        Set<String> shown = Stream.concat(getGuarded().stream(), getWaiting().stream())
                .map(StepView::id)
                .collect(Collectors.toSet());
        return Stream.concat(page.getGuarded().stream(), page.getWaiting().stream())
                .filter(step -> !shown.contains(step.id()))
                .toList();
    }

    private List<StepView> foremost(List<StepView> steps) {
        return isThere()
                ? steps.stream()
                        .sorted(Comparator.comparing(
                                step -> !step.target().name().equals(page.getHost())))
                        .limit(CARDS)
                        .toList()
                : steps;
    }

    public List<Lane> getFinished() {
        return isThere() ? those(Lane::isFinished) : List.of();
    }

    public List<Lane> getComing() {
        return isThere() ? those(lane -> !isInHand(lane) && !lane.isFinished()) : List.of();
    }

    private List<Lane> those(Predicate<Lane> which) {
        return page.getLanes().stream().filter(which).toList();
    }

    /** It has begun and is not over. */
    private static boolean isInHand(Lane lane) {
        return !lane.isFinished() && (lane.done() > 0 || lane.now().state() != StepState.PENDING);
    }

    /** A mark for each host, in the run's order of those in trouble first. */
    public List<String> getSquares() {
        return page.getLanes().stream().map(lane -> mark(lane)).toList();
    }

    private String mark(Lane lane) {
        if (lane.isFinished()) {
            return lane.isRolledBack() ? "skipped" : "pass";
        }
        boolean between = isInHand(lane) && lane.now().state() == StepState.PENDING;
        return between ? "running" : marks.of(lane.now().state()).css();
    }

    public String getSentence() {
        int all = page.getLanes().size();
        int finished = getFinished().size();
        int coming = getComing().size();
        return texts.say("run.crowd", finished, all - finished - coming, coming);
    }
}
