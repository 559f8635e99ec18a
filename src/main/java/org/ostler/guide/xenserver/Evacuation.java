package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.facts.Fact;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Action;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Step.Element;
import org.ostler.procedure.Template;

/** Emptying a host and filling it again: which VMs, whereto, by which rule. */
final class Evacuation {
    private static final Template MOVE = new Template(
            "xe vm-migrate uuid=<vm> host-uuid=<target> live=true",
            "each VM that runs on this host; target: an enabled host of this pool, alive, not this one, not older");
    private static final String TO_SHUT_DOWN =
            "a VM that ran on this host and cannot be moved, after a person said so; force only for a guest without PV"
                    + " drivers, which does not hear a shutdown request";
    private static final Template START = new Template(
            "xe vm-start uuid=<vm> on=<host>", "a VM that this run shut down on this host; host: this one");

    private static final Template START_WHERE_ALLOWED = new Template(
            "xe vm-start uuid=<vm> on=<host>",
            "a VM that this run shut down on this host; host: this one, or the newest with room when this one is older");

    private Evacuation() {}

    static Step.ForEach moveAll() {
        return new Step.ForEach(
                List.of(MOVE), Evacuation::residents, Evacuation::move, Evacuation::hasLeft, Evacuation::mayMove);
    }

    private static List<Element> residents(Situation situation) {
        return new PoolView(situation)
                .residents().stream()
                        .map(guest -> new Element(guest.uuid(), guest.name()))
                        .toList();
    }

    private static List<Action> move(Situation situation, Element element) {
        PoolView pool = new PoolView(situation);
        XenPool.Guest guest = pool.guest(element.key())
                .orElseThrow(() -> new Fact.Unreadable("xapi no longer knows the VM " + element.title()));
        XenPool.Member target = pool.targetFor(guest)
                .orElseThrow(
                        () -> new Fact.Unreadable("no enabled host that is not older has room for " + element.title()));
        return List.of(Xe.vmMigrate(guest.uuid(), target.uuid()));
    }

    private static boolean hasLeft(Situation situation, Element element) {
        PoolView pool = new PoolView(situation);
        String self = pool.self();
        return pool.guest(element.key()).filter(guest -> guest.runsOn(self)).isEmpty();
    }

    private static boolean mayMove(Situation situation, Action action) {
        PoolView pool = new PoolView(situation);
        Optional<String> vm = Xe.argument(action, "vm-migrate", "uuid");
        Optional<String> target = Xe.argument(action, "vm-migrate", "host-uuid");
        return pool.residents().stream().anyMatch(guest -> vm.equals(Optional.of(guest.uuid())))
                && pool.targets().stream().anyMatch(host -> target.equals(Optional.of(host.uuid())));
    }

    static boolean isEmpty(Situation situation) {
        return situation.known(XenFacts.VMS).isPresent()
                && new PoolView(situation).residents().isEmpty();
    }

    static String left(Situation situation) {
        List<XenPool.Guest> residents = new PoolView(situation).residents();
        return residents.size() + " VMs still run here: "
                + String.join(", ", residents.stream().map(XenPool.Guest::name).toList());
    }

    static Step.ForEach shutDownStuck() {
        return new Step.ForEach(
                List.of(
                        new Template("xe vm-shutdown uuid=<vm>", TO_SHUT_DOWN),
                        new Template("xe vm-shutdown uuid=<vm> force=true", TO_SHUT_DOWN)),
                Evacuation::noted,
                (situation, element) -> List.of(shutdown(situation, element.key())),
                (situation, element) -> !isRunning(situation, element.key()),
                (situation, action) -> isNoted(situation, Xe.argument(action, "vm-shutdown", "uuid"))
                        && action.equals(shutdown(
                                situation,
                                Xe.argument(action, "vm-shutdown", "uuid").orElseThrow())));
    }

    private static Action shutdown(Situation situation, String vm) {
        boolean deaf = new PoolView(situation)
                .guest(vm)
                .filter(guest -> guest.hardwareVirtual() && !guest.drivers())
                .isPresent();
        return Xe.vmShutdown(vm, deaf);
    }

    static Step.ForEach startAgain() {
        return new Step.ForEach(
                List.of(START),
                Evacuation::noted,
                Evacuation::startHere,
                (situation, element) -> isRunning(situation, element.key()),
                (situation, action) -> isNoted(situation, Xe.argument(action, "vm-start", "uuid"))
                        && Xe.argument(action, "vm-start", "on").equals(Optional.of(new PoolView(situation).self())));
    }

    /** Somebody may have skipped this host's upgrade: then nothing starts on it while another one is newer. */
    private static List<Action> startHere(Situation situation, Element element) {
        PoolView pool = new PoolView(situation);
        if (pool.isOutdated()) {
            throw cannotStart(element);
        }
        return List.of(Xe.vmStart(element.key(), pool.self()));
    }

    private static Fact.Unreadable cannotStart(Element element) {
        return new Fact.Unreadable("xapi starts no VM on an older host of a mixed pool, and " + element.title()
                + " can start on no newer one now; it starts again when this host is upgraded");
    }

    /** The way back: where the guest may start now, which in a mixed pool need not be this host. */
    static List<Action> startNoted(Situation situation) {
        PoolView pool = new PoolView(situation);
        List<Action> starts = new ArrayList<>();
        for (Element element : noted(situation)) {
            if (!isRunning(situation, element.key())) {
                XenPool.Member host =
                        pool.guest(element.key()).flatMap(pool::startsOn).orElseThrow(() -> cannotStart(element));
                starts.add(Xe.vmStart(element.key(), host.uuid()));
            }
        }
        return starts;
    }

    static Template startWhereAllowed() {
        return START_WHERE_ALLOWED;
    }

    private static List<Element> noted(Situation situation) {
        return Baseline.noted(situation, Baseline.STUCK).entrySet().stream()
                .map(line -> new Element(line.getKey(), line.getValue()))
                .toList();
    }

    private static boolean isNoted(Situation situation, Optional<String> vm) {
        return noted(situation).stream().anyMatch(element -> vm.equals(Optional.of(element.key())));
    }

    private static boolean isRunning(Situation situation, String vm) {
        return new PoolView(situation)
                .guest(vm)
                .filter(XenPool.Guest::isRunning)
                .isPresent();
    }
}
