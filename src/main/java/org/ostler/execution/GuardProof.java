package org.ostler.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ostler.inventory.Host;
import org.ostler.procedure.Action;
import org.ostler.procedure.Probe;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/**
 * A change of a network that the host takes back by itself. The host alone decides between kept and restored, by one
 * rename; what happened is read from there, however often the line or Ostler was gone. The change is begun once: under
 * an id of its own, and only while the host's guard says that it was not.
 */
final class GuardProof implements OnceOnly {
    /**
     * Beyond the countdown, in which a host that restores may be silent before silence counts as trouble. Smaller: a
     * slow restore is told as a dead host; larger only tells it later.
     */
    private static final Duration RESTORING = Duration.ofSeconds(60);

    /** Longer lists of differences hide the first one; all are in the transcript. */
    private static final int MOST_LISTED = 6;

    private Optional<GuardState> seen = Optional.empty();

    @Override
    public boolean needsIdentity() {
        return true;
    }

    @Override
    public Finding perform(Deed deed) throws SshTrouble {
        deed.prompt();
        Action.Guarded change = change(deed);
        GuardHost host = new GuardHost(deed);
        try {
            GuardHost.Called armed = host.arm(GuardOrder.of(ContentProof.kept(deed.tools(), deed.action(), change)));
            if (!armed.ok()) {
                return notArmed(armed.said());
            }
            return begin(deed, host, new GuardEntry());
        } catch (HostRunner.HostRefused refused) {
            return Finding.failed(
                    "The host refused it (" + refused.code() + "): " + refused.getMessage() + ". Nothing was changed.");
        }
    }

    private static Finding notArmed(String said) {
        return Finding.failed("The guard could not be armed, so nothing was changed: "
                + said.strip().replaceFirst("^refused \\S+ ", ""));
    }

    /** Writes down what was saved, and that from now on the host may fall silent; then the change is begun. */
    private static Finding begin(Deed deed, GuardHost host, GuardEntry entry)
            throws SshTrouble, HostRunner.HostRefused {
        Action.Guarded change = change(deed);
        deed.action().guard = Optional.of(entry);
        GuardState state = host.state();
        entry.saved = host.saved();
        entry.timer = state.timer();
        entry.boot = state.boot();
        entry.probes = asked(deed, change);
        entry.earlierAddress = GuardUndo.earlier(change, address(deed));
        if (!state.isCounting()) {
            return back(deed, host, entry, "Nothing on the host counts down.");
        }
        entry.appliedAt = Optional.of(deed.now());
        entry.endsAt = Optional.of(deed.now().plus(change.deadline()));
        deed.save();
        deed.context()
                .say(
                        deed.leg(),
                        "Guarded on " + deed.machine().name() + ": countdown by " + entry.timer + ", at a restart by "
                                + entry.boot + ".");
        host.apply();
        return running(deed, "the change is being made");
    }

    private static List<GuardEntry.Asked> asked(Deed deed, Action.Guarded change) {
        List<GuardEntry.Asked> asked = new ArrayList<>();
        asked.add(login(deed, change, Optional.empty(), ""));
        for (Probe probe : change.probes()) {
            asked.add(new GuardEntry.Asked(probe.claim(), Optional.empty(), ""));
        }
        return asked;
    }

    private static GuardEntry.Asked login(Deed deed, Action.Guarded change, Optional<Boolean> answers, String words) {
        return new GuardEntry.Asked(
                "a new SSH connection to " + change.newAddress().orElse(address(deed)), answers, words);
    }

    @Override
    public Finding look(Deed deed) throws SshTrouble {
        GuardHost host = new GuardHost(deed);
        GuardState state;
        try {
            connect(deed);
            state = host.state();
        } catch (SshTrouble trouble) {
            return silent(deed, trouble);
        }
        seen = Optional.of(state);
        deed.action().guard.ifPresent(entry -> told(deed, entry, state));
        return switch (state.where()) {
            case MISSING -> missing(deed, host);
            case ARMED -> running(deed, "the countdown runs");
            case RESTORING -> running(deed, "the host restores what it saved");
            case KEPT -> settled(deed);
            case RESTORED -> restored(deed, host, state);
        };
    }

    /** A new connection each time once the change was begun: an old one proves nothing about the new network. */
    private static void connect(Deed deed) throws SshTrouble {
        Optional<GuardEntry> entry = deed.action().guard.filter(guard -> guard.appliedAt.isPresent());
        if (entry.isEmpty()) {
            return;
        }
        Action.Guarded change = change(deed);
        if (change.newAddress().isEmpty()) {
            deed.lines().drop(deed.machine().id());
            return;
        }
        try {
            deed.lines().to(deed.machine().id(), change.newAddress().get());
            entry.get().probes.set(0, login(deed, change, Optional.of(true), ""));
        } catch (SshTrouble notThere) {
            entry.get().probes.set(0, login(deed, change, Optional.of(false), notThere.getMessage()));
            deed.lines().to(deed.machine().id(), address(deed));
        }
    }

    private static void told(Deed deed, GuardEntry entry, GuardState state) {
        if (state.where() == GuardState.Where.ARMED) {
            entry.endsAt = Optional.of(deed.now().plusSeconds(state.left()));
        }
    }

    /** In the countdown, and while the host restores, no answer is expected: the host acts by itself. */
    private static Finding silent(Deed deed, SshTrouble trouble) throws SshTrouble {
        Optional<GuardEntry> guard = deed.action().guard.filter(entry -> entry.endsAt.isPresent());
        boolean expected = guard.isPresent()
                && LineTrouble.passes(trouble)
                && deed.now().isBefore(guard.get().endsAt.get().plus(RESTORING));
        deed.lines().drop(deed.machine().id());
        if (!expected) {
            throw trouble;
        }
        GuardEntry entry = guard.get();
        if (!entry.probes.isEmpty()) {
            entry.probes.set(0, login(deed, change(deed), Optional.of(false), trouble.getMessage()));
        }
        return running(deed, "no answer: " + trouble.getMessage());
    }

    private static Finding missing(Deed deed, GuardHost host) throws SshTrouble {
        if (deed.action().restored) {
            return Finding.unknown(AfterRestore.NOTHING_TELLS);
        }
        HostRunner.State arming = host.arming();
        if (arming instanceof HostRunner.State.Running) {
            return running(deed, "the guard is being armed");
        }
        boolean known = deed.action().guard.isPresent();
        if (arming instanceof HostRunner.State.Missing
                && !known
                && deed.isSameHost(deed.runner().identity())) {
            return Finding.notDone("its guard was never armed");
        }
        if (arming instanceof HostRunner.State.Exited && !known) {
            return notArmed("the host refused it");
        }
        if (arming instanceof HostRunner.State.Interrupted && !known) {
            return notArmed("the host went down meanwhile");
        }
        return Finding.unknown("Nothing is left on the host of the guard's saved state, so nothing tells whether the"
                + " change is there. Look at its network.");
    }

    @Override
    public Finding attend(Deed deed, Finding running) throws SshTrouble {
        if (seen.isEmpty()) {
            return running;
        }
        GuardState state = seen.get();
        GuardHost host = new GuardHost(deed);
        try {
            return switch (state.where()) {
                case ARMED -> armed(deed, host, state);
                case RESTORING -> state.restarted() ? back(deed, host, entry(deed), "") : running;
                case MISSING, KEPT, RESTORED -> running;
            };
        } catch (HostRunner.HostRefused refused) {
            return running(deed, "the host refused it (" + refused.code() + "): " + refused.getMessage());
        }
    }

    private static Finding armed(Deed deed, GuardHost host, GuardState state)
            throws SshTrouble, HostRunner.HostRefused {
        GuardEntry entry = entry(deed);
        Optional<GuardEntry.Verb> wish = entry.wish.map(GuardEntry.Wish::verb);
        if (wish.equals(Optional.of(GuardEntry.Verb.EXTEND))) {
            extend(deed, host, entry);
        }
        if (wish.equals(Optional.of(GuardEntry.Verb.REVERT))) {
            return back(deed, host, entry, "Asked for by " + entry.wish.get().by() + ".");
        }
        if (state.restarted()) {
            return back(deed, host, entry, "The host was restarted during the countdown.");
        }
        HostRunner.State applying = host.applying();
        boolean begun = !(applying instanceof HostRunner.State.Missing);
        if (state.applied().equals("no") && !begun) {
            return begin(deed, host, entry);
        }
        if (state.isApplied()) {
            host.readApplied();
            return ask(deed, host, entry, state);
        }
        boolean told = state.hasEnded() || host.state().hasEnded();
        if (applying instanceof HostRunner.State.Running || (told && !state.hasEnded())) {
            return running(deed, "the change is being made");
        }
        host.readApplied();
        return back(deed, host, entry, "The change could not be made (exit status " + state.applied() + ").");
    }

    private static void extend(Deed deed, GuardHost host, GuardEntry entry) throws SshTrouble, HostRunner.HostRefused {
        entry.wish = Optional.empty();
        GuardHost.Called called =
                host.call(entry, "extend", Long.toString(change(deed).deadline().toSeconds()));
        deed.context().say(deed.leg(), "Countdown: " + called.said().strip());
        if (called.ok()) {
            entry.endsAt = entry.endsAt.map(until -> until.plus(change(deed).deadline()));
        }
        deed.save();
    }

    /** All probes, over the new connection; then the change is kept. */
    private static Finding ask(Deed deed, GuardHost host, GuardEntry entry, GuardState state)
            throws SshTrouble, HostRunner.HostRefused {
        Action.Guarded change = change(deed);
        List<GuardEntry.Asked> asked = new ArrayList<>();
        asked.add(change.newAddress().isPresent() ? entry.probes.get(0) : login(deed, change, Optional.of(true), ""));
        change.probes().forEach(probe -> asked.add(host.probe(probe)));
        entry.probes = asked;
        boolean byPerson =
                entry.wish.filter(wish -> wish.verb() == GuardEntry.Verb.KEEP).isPresent();
        if (entry.missing().isEmpty() || byPerson) {
            GuardHost.Called called = host.call(entry, "keep");
            return called.ok()
                    ? settled(deed)
                    : running(deed, "not kept: " + called.said().strip());
        }
        return !change.timer() && state.left() <= 0
                ? back(deed, host, entry, "The time was up.")
                : running(deed, entry.missing());
    }

    /** Whatever comes next has to find the host where it is now; told twice, the second changes nothing. */
    private static Finding settled(Deed deed) {
        Optional<String> moved = change(deed).newAddress();
        if (moved.isPresent() && !moved.get().equals(address(deed))) {
            deed.tools()
                    .inventory()
                    .moved(deed.machine().id(), moved.get(), deed.context().run().startedBy);
            deed.context().say(deed.leg(), deed.machine().name() + " is known at " + moved.get() + " from now on.");
        }
        return Finding.done(kept(deed));
    }

    private static String kept(Deed deed) {
        GuardEntry entry = entry(deed);
        String by = entry.wish
                .filter(wish -> wish.verb() == GuardEntry.Verb.KEEP)
                .map(wish -> ", asked for by " + wish.by())
                .orElse("");
        return entry.missing().isEmpty()
                ? "kept" + by + ": a new SSH connection and " + (entry.probes.size() - 1) + " probes answered"
                : "kept" + by + "; " + entry.missing();
    }

    /** Does not wait for the countdown's end. */
    private static Finding back(Deed deed, GuardHost host, GuardEntry entry, String why)
            throws SshTrouble, HostRunner.HostRefused {
        deed.context().say(deed.leg(), why + " The host is told to restore what it saved.");
        GuardHost.Called called = host.call(entry, "revert");
        return running(deed, called.said().strip());
    }

    /** The step has failed; whether the network is as it was is looked at, not believed. */
    private static Finding restored(Deed deed, GuardHost host, GuardState state) throws SshTrouble {
        GuardEntry entry = entry(deed);
        if (entry.saved.isEmpty()) {
            entry.saved = host.saved();
        }
        entry.endsAt = Optional.empty();
        String why = "The host took the change back (" + state.why().orElse("half done before") + "). "
                + (state.isApplied() ? entry.missing() : "It was not made whole: exit status " + state.applied());
        List<String> differences = differences(entry.saved, host.now());
        if (differences.isEmpty()) {
            return Finding.failed(why.strip() + ". The network is as it was saved before.");
        }
        Instant since = entry.restoredSeen.orElse(deed.now());
        entry.restoredSeen = Optional.of(since);
        if (deed.now().isBefore(since.plus(deed.tools().limits().settle()))) {
            return running(deed, "restored; not yet as it was: " + differences.get(0));
        }
        differences.forEach(line -> deed.context().say(deed.leg(), line));
        return Finding.failed(why.strip() + ". Restored, but NOT all is as it was saved: "
                + String.join("; ", differences.subList(0, Math.min(MOST_LISTED, differences.size()))));
    }

    /** Lines that are in one of the two only. */
    static List<String> differences(String saved, String now) {
        Set<String> before = new TreeSet<>(saved.lines().toList());
        Set<String> after = new TreeSet<>(now.lines().toList());
        List<String> differences = new ArrayList<>();
        before.stream().filter(line -> !after.contains(line)).forEach(line -> differences.add("gone: " + line));
        after.stream().filter(line -> !before.contains(line)).forEach(line -> differences.add("new: " + line));
        return differences;
    }

    private static Finding running(Deed deed, String words) {
        return Finding.running(words, deed.tools().limits().poll());
    }

    private static Action.Guarded change(Deed deed) {
        return (Action.Guarded) deed.action().action;
    }

    private static GuardEntry entry(Deed deed) {
        GuardEntry entry = deed.action().guard.orElseGet(GuardEntry::new);
        if (entry.probes.isEmpty()) {
            entry.probes = asked(deed, change(deed));
        }
        deed.action().guard = Optional.of(entry);
        return entry;
    }

    private static String address(Deed deed) {
        return deed.tools()
                .inventory()
                .findHost(deed.machine().id())
                .map(Host::address)
                .orElse(deed.machine().name());
    }

    static void clean(Deed deed) {
        new GuardHost(deed).clean();
    }
}
