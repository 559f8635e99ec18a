package org.ostler.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ostler.procedure.Action;
import org.ostler.ssh.HostRunner;
import org.ostler.ssh.SshTrouble;

/**
 * A reboot: another boot id than in the intent proves it. A host that was told to reboot and then falls silent has
 * gone down too; whether it comes back is for the step that waits for it (it may stand in an installer).
 */
record BootIdProof() implements OnceOnly {
    @Override
    public boolean needsIdentity() {
        return true;
    }

    @Override
    public Finding perform(Deed deed) throws SshTrouble {
        deed.prompt();
        try {
            deed.runner().start(deed.command(), ((Action.Reboot) deed.action().action).command(), Optional.empty());
        } catch (HostRunner.HostRefused refused) {
            return Finding.failed("The host refused to start it (" + refused.code() + "): " + refused.getMessage());
        }
        deed.action().started = true;
        deed.save();
        return goingDown(deed);
    }

    @Override
    public Finding look(Deed deed) throws SshTrouble {
        HostRunner.Identity identity;
        HostRunner.State state;
        try {
            identity = deed.runner().identity();
            state = deed.runner().result(deed.command());
        } catch (SshTrouble trouble) {
            deed.lines().drop(deed.machine().id());
            return silent(deed, trouble);
        }
        deed.action().downSince = Optional.empty();
        if (deed.action().restored && deed.action().bootId.isEmpty()) {
            return Finding.unknown(AfterRestore.NOTHING_TELLS);
        }
        if (!identity.bootId().equals(deed.action().bootId)) {
            return Finding.done("The host was restarted: its boot id is another one.");
        }
        if (state instanceof HostRunner.State.Missing) {
            return identity.marker().equals(deed.action().marker)
                    ? Finding.notDone("its control directory was never made")
                    : Finding.unknown("The host was reinstalled since.");
        }
        if (state instanceof HostRunner.State.Exited exited && exited.status() != 0) {
            return DetachedProof.follow(deed);
        }
        Instant limit = deed.action()
                .intentAt
                .orElse(deed.now())
                .plus(deed.tools().limits().silence());
        return deed.now().isAfter(limit)
                ? Finding.unknown("The host was told to restart and still runs with the same boot id.")
                : goingDown(deed);
    }

    @Override
    public Finding attend(Deed deed, Finding running) {
        return running;
    }

    private static Finding goingDown(Deed deed) {
        return Finding.running("going down", deed.tools().limits().poll());
    }

    private static Finding silent(Deed deed, SshTrouble trouble) throws SshTrouble {
        if (!deed.action().started) {
            throw trouble;
        }
        return switch (trouble.kind()) {
            case UNREACHABLE, LOST -> {
                Instant since = deed.action().downSince.orElse(deed.now());
                deed.action().downSince = Optional.of(since);
                Duration down = Duration.between(since, deed.now());
                yield down.compareTo(deed.tools().limits().down()) >= 0
                        ? Finding.done("The host went down (" + trouble.getMessage() + ").")
                        : Finding.running(
                                "no answer any more", deed.tools().limits().poll());
            }
            case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, LOGIN_REFUSED, ROOT_REFUSED, WEAK_ALGORITHMS ->
                Finding.done("The host was restarted, and answers as another installation: " + trouble.getMessage());
        };
    }
}
