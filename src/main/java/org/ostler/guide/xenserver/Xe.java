package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Place;
import org.ostler.procedure.Action;
import org.ostler.procedure.Stop;

/** The commands of this guide, as literal argument lists. */
final class Xe {
    /**
     * A migration under way is stopped by xapi itself: killing the client would leave it going on unseen. xapi names a
     * task by the call that made it: VM.pool_migrate by the xe of old, Async.VM.pool_migrate by later ones, which ask
     * for a task and wait for it (xapi: gen_server.ml, {@code __label}; cli_operations.ml, {@code waiter}).
     */
    private static final Stop CANCEL_MIGRATION = new Stop.ByCommand(
            pendingTasks("VM.pool_migrate"),
            CommandLine.of("xe", "task-cancel"),
            "uuid=",
            Optional.of(pendingTasks("Async.VM.pool_migrate")));

    private Xe() {}

    private static CommandLine pendingTasks(String name) {
        return CommandLine.of("xe", "task-list", "name-label=" + name, "status=pending", "--minimal");
    }

    static Action vmMigrate(String vm, String target) {
        return run(CANCEL_MIGRATION, "vm-migrate", "uuid=" + vm, "host-uuid=" + target, "live=true");
    }

    static Action vmShutdown(String vm, boolean force) {
        return force
                ? run(new Stop.Finish(), "vm-shutdown", "uuid=" + vm, "force=true")
                : run(new Stop.Finish(), "vm-shutdown", "uuid=" + vm);
    }

    static Action vmStart(String vm, String host) {
        return run(new Stop.Finish(), "vm-start", "uuid=" + vm, "on=" + host);
    }

    static Action cdEject(String vm) {
        return run(new Stop.Finish(), "vm-cd-eject", "uuid=" + vm);
    }

    static Action hostDisable(String host) {
        return run(new Stop.Finish(), "host-disable", "uuid=" + host);
    }

    static Action hostEnable(String host) {
        return run(new Stop.Finish(), "host-enable", "uuid=" + host);
    }

    static Action hostReboot(String host) {
        return new Action.Reboot(CommandLine.of("xe", "host-reboot", "uuid=" + host));
    }

    static Action clearTags(String host) {
        return run(new Stop.Finish(), "host-param-clear", "uuid=" + host, "param-name=tags");
    }

    static Action addTag(String host, String tag) {
        return run(new Stop.Finish(), "host-param-add", "uuid=" + host, "param-name=tags", "param-key=" + tag);
    }

    static Action plug(String pbd) {
        return run(new Stop.Finish(), "pbd-plug", "uuid=" + pbd);
    }

    static Action highAvailabilityOff() {
        return run(new Stop.Finish(), "pool-ha-disable");
    }

    static Action highAvailabilityOn(List<String> storage, SortedMap<String, String> configuration) {
        List<String> words = new ArrayList<>();
        words.add("heartbeat-sr-uuids=" + String.join(",", storage));
        configuration.forEach((key, value) -> words.add("ha-config:" + key + "=" + value));
        return run(new Stop.Finish(), "pool-ha-enable", words.toArray(String[]::new));
    }

    static Action failuresToTolerate(String pool, long number) {
        return run(new Stop.Finish(), "pool-param-set", "uuid=" + pool, "ha-host-failures-to-tolerate=" + number);
    }

    static Action workloadBalancing(String pool, boolean on) {
        return run(new Stop.Finish(), "pool-param-set", "uuid=" + pool, "wlb-enabled=" + on);
    }

    /** A script of CloudStack, run by bash: the manual sources one of them, which would leak into the login shell. */
    static Action script(String directory, String name, String... arguments) {
        return run(
                new Stop.Finish(),
                CommandLine.of("bash", directory + "/" + name).plus(arguments));
    }

    /** The uuid that an argument {@code key=…} of a command carries; empty when it is another command. */
    static Optional<String> argument(Action action, String command, String key) {
        return action instanceof Action.RunCommand run
                        && run.command().arguments().size() > 1
                        && run.command().arguments().subList(0, 2).equals(List.of("xe", command))
                ? run.command().arguments().stream()
                        .filter(word -> word.startsWith(key + "="))
                        .map(word -> word.substring(key.length() + 1))
                        .findFirst()
                : Optional.empty();
    }

    private static Action run(Stop stop, String command, String... arguments) {
        return run(stop, CommandLine.of("xe", command).plus(arguments));
    }

    private static Action run(Stop stop, CommandLine command) {
        return new Action.RunCommand(Place.HOST, command, stop, Optional.empty(), Set.of(0));
    }
}
