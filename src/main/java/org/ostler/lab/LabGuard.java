package org.ostler.lab;

import java.io.IOException;
import java.util.List;

/**
 * The network guard on a simulated host, by the contract of the script that Ostler brings to real ones: what it is
 * asked, what it answers, and that of keeping and restoring exactly one happens. It counts down in real seconds,
 * whatever the lab's speed, because the visitor's countdown does. All it knows lies among the host's files.
 */
final class LabGuard implements Program {
    /** Whatever version Ostler brought: its name goes on with a hash. */
    static final String NAME = "network-guard-";

    static final String BASE = "/var/lib/ostler/";

    private static final int TROUBLE = 1;

    private final ServiceHost host;
    private final LinuxFlavor flavor;

    private LabGuard(ServiceHost host, LinuxFlavor flavor) {
        this.host = host;
        this.flavor = flavor;
    }

    static LabGuard installOn(ServiceHost host, LinuxFlavor flavor) {
        LabGuard guard = new LabGuard(host, flavor);
        host.installScript(NAME, guard);
        host.installScript("undo-network", guard::undo);
        host.guard(guard);
        return guard;
    }

    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
        List<String> words = call.arguments();
        String form = (words.isEmpty() ? "" : words.get(0)) + ":" + Math.max(0, words.size() - 1);
        if (form.equals("dump:0")) {
            call.print(GuardDump.of(host.links()));
            return 0;
        }
        if (words.size() < 2 || !words.get(1).matches("[0-9a-fA-F-]+")) {
            call.complain(
                    words.size() < 2
                            ? "unknown: " + form.replace(":", " with ") + " words"
                            : "not an id: " + words.get(1));
            return TROUBLE;
        }
        GuardedChange change = change(words.get(1));
        return switch (form) {
            case "arm:1" -> change.arm(call);
            case "apply:1" -> change.apply(call);
            case "keep:1" -> change.keep(call);
            case "revert:1" -> change.revert(call);
            case "extend:2" -> change.extend(call, Long.parseLong(words.get(2)));
            case "state:1" -> change.tell(call);
            case "saved:1" -> change.shown(call, "dump");
            case "card:1" -> change.shown(call, "RESCUE.txt");
            case "back:1" -> change.back();
            default -> {
                call.complain("unknown: " + form.replace(":", " with ") + " words");
                yield TROUBLE;
            }
        };
    }

    /** {@code sh /var/lib/ostler/undo-network} at the host's own screen. */
    private int undo(Invocation call) throws IOException, InterruptedException {
        for (GuardedChange change : changes()) {
            if (change.state().equals("armed")) {
                return change.revert(call);
            }
        }
        call.complain("nothing is to be undone");
        return TROUBLE;
    }

    private GuardedChange change(String id) {
        return new GuardedChange(host, flavor, id);
    }

    private List<GuardedChange> changes() {
        return host.files().names(BASE.substring(0, BASE.length() - 1)).stream()
                .filter(name -> name.startsWith("guard-") && !name.endsWith(".order"))
                .map(name -> change(name.substring("guard-".length())))
                .toList();
    }

    /** Before the network comes up: a change that nobody kept is not there after a restart. */
    void boot() {
        for (GuardedChange change : changes()) {
            if (change.begin("the host was restarted")) {
                change.filesBack();
                change.become("restoring", "restored");
            }
        }
    }

    /** After a restart of the lab itself, which no host notices. */
    void resume() {
        changes().stream().filter(change -> change.state().equals("armed")).forEach(GuardedChange::countDown);
    }
}
