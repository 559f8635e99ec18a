package org.ostler.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One change of a simulated host's network under its guard, from arming to the end; see {@link LabGuard}. */
final class GuardedChange {
    /** As the real one, in the lab's time: the answer to "apply" leaves before the old network goes. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Between two looks at the time. Smaller is busy waiting; larger lets a restore come late. */
    private static final Duration NAP = Duration.ofMillis(200);

    private static final int TROUBLE = 1;
    private static final int REFUSED = 3;
    private static final int LATE = 4;
    private static final int FAILED = 6;

    private final ServiceHost host;
    private final LinuxFlavor flavor;
    private final String id;
    private final String directory;
    private final LabFileSystem files;

    GuardedChange(ServiceHost host, LinuxFlavor flavor, String id) {
        this.host = host;
        this.flavor = flavor;
        this.id = id;
        this.directory = LabGuard.BASE + "guard-" + id + "/";
        this.files = host.files();
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1000;
    }

    String state() {
        return files.names(directory.substring(0, directory.length() - 1)).stream()
                .filter(name -> name.startsWith("state."))
                .map(name -> name.substring("state.".length()))
                .findFirst()
                .orElse("missing");
    }

    /** The one rename of which keeping and restoring compete. */
    boolean become(String from, String to) {
        synchronized (files) {
            if (!state().equals(from)) {
                return false;
            }
            files.rename(directory + "state." + from, directory + "state." + to);
        }
        host.centre().changed();
        return true;
    }

    private String text(String name) {
        return files.text(directory + name).orElse("").strip();
    }

    private void put(String name, String text) {
        files.writeReserved(directory + name, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private GuardOrders orders() {
        return GuardOrders.of(files.text(directory + "order").orElse(""));
    }

    int arm(Invocation call) throws IOException {
        if (!state().equals("missing")) {
            return tellArmed(call);
        }
        String place = LabGuard.BASE + "guard-" + id + ".order";
        Optional<String> order = files.text(place);
        if (order.isEmpty()) {
            call.complain("no order " + place);
            return TROUBLE;
        }
        if (files.isFull()) {
            call.println("refused no-space 0 KiB are free for /var/lib/ostler, 2048 are needed");
            return REFUSED;
        }
        GuardOrders orders = GuardOrders.of(order.get());
        Optional<String> refused = orders.refusal(files);
        if (refused.isPresent()) {
            call.println("refused " + refused.get());
            return REFUSED;
        }
        save(order.get(), orders);
        files.remove(place);
        if (!orders.timer().equals("none")) {
            countDown();
        }
        host.centre().save();
        return tellArmed(call);
    }

    /** Everything that is needed to take it back, before anything is touched. */
    private void save(String order, GuardOrders orders) {
        put("order", order.stripTrailing());
        for (GuardOrders.Change file : orders.files()) {
            files.entry(file.path())
                    .ifPresent(entry -> files.write(
                            directory + "saved/" + file.number(), entry.bytes(), entry.mode(), entry.owner()));
        }
        put("dump", GuardDump.of(host.links()).stripTrailing());
        put("links", LabJson.text(host.links().save()));
        put("boot", host.bootId().toString());
        put("seconds", Long.toString(orders.deadline()));
        put("deadline", Long.toString(seconds() + orders.deadline()));
        put("timer", orders.timer().equals("none") ? "none" : flavor.hasSystemd() ? "systemd-run" : "setsid");
        put("hooked", flavor.hasSystemd() ? "systemd" : "sysv");
        put("RESCUE.txt", rescueCard(orders));
        put("state.armed", "");
        files.script(LabGuard.BASE + "undo-network", "#!/bin/sh\n# takes back " + id + "\n");
        files.write(LabGuard.BASE + "RESCUE.txt", rescueCard(orders) + "\n");
    }

    private int tellArmed(Invocation call) throws IOException {
        call.print("armed\ntimer " + text("timer") + "\nboot " + text("hooked") + "\n");
        return 0;
    }

    private String rescueCard(GuardOrders orders) {
        StringBuilder card = new StringBuilder("""
                Ostler is changing the network of this host. If it is out of reach, it restores itself
                after %d seconds from the change on; so it does when it is restarted meanwhile.

                To undo it now, on the host's own screen, as root:

                    sh /var/lib/ostler/undo-network

                If that fails, by hand:

                """.formatted(orders.deadline()));
        orders.files()
                .forEach(file -> card.append(
                        files.exists(directory + "saved/" + file.number())
                                ? "    cp -a '" + directory + "saved/" + file.number() + "' '" + file.path() + "'\n"
                                : "    rm -f '" + file.path() + "'\n"));
        orders.back().forEach(line -> card.append("    ").append(line).append('\n'));
        return card.toString().stripTrailing();
    }

    void countDown() {
        host.centre().background(host.name() + " guard " + id, () -> {
            while (state().equals("armed")) {
                if (seconds() >= Long.parseLong(text("deadline"))) {
                    restore("deadline");
                    return;
                }
                Thread.sleep(NAP.toMillis());
            }
        });
    }

    int apply(Invocation call) throws IOException, InterruptedException {
        if (!state().equals("armed")) {
            return late(call, state());
        }
        if (files.exists(directory + "begun")) {
            return late(call, "it was begun before");
        }
        put("begun", "yes");
        put("deadline", Long.toString(seconds() + GRACE.toSeconds() + Long.parseLong(text("seconds"))));
        host.clock().pauseAtLeast(GRACE, NAP);
        GuardOrders orders = orders();
        orders.files().forEach(file -> file.write(files));
        for (String line : orders.apply()) {
            if (!state().equals("armed")) {
                return failed(call, 5, "the time was up before: " + line);
            }
            call.println("+ " + line);
            int exit = new HostShell(host, "guard")
                    .run(line, new ByteArrayInputStream(new byte[0]), call.out(), call.err());
            if (exit != 0) {
                return failed(call, exit, line);
            }
        }
        put("applied", "0");
        host.centre().changed();
        return 0;
    }

    private int failed(Invocation call, int exit, String what) throws IOException {
        put("applied", exit + " " + what);
        call.complain("failed with exit status " + exit + ": " + what);
        return FAILED;
    }

    private int late(Invocation call, String why) throws IOException {
        call.println("too late: " + why);
        return LATE;
    }

    int keep(Invocation call) throws IOException {
        if (state().equals("armed") && !text("applied").equals("0")) {
            return late(
                    call,
                    text("applied").isEmpty()
                            ? "it is not applied yet"
                            : "it could not be applied: " + text("applied").replaceFirst("^\\d+ ", ""));
        }
        become("armed", "kept");
        if (!state().equals("kept")) {
            return late(call, state());
        }
        shortWayAway();
        call.println("kept");
        return 0;
    }

    int extend(Invocation call, long more) throws IOException {
        if (!state().equals("armed")) {
            return late(call, state());
        }
        long end = Math.max(seconds(), Long.parseLong(text("deadline"))) + more;
        put("deadline", Long.toString(end));
        call.println("ends in " + (end - seconds()) + " seconds");
        return 0;
    }

    int revert(Invocation call) throws IOException, InterruptedException {
        if (state().equals("missing")) {
            call.complain("there is no guard " + id);
            return TROUBLE;
        }
        restore("asked for");
        if (!state().equals("restored")) {
            return late(call, state());
        }
        call.println("restored");
        return 0;
    }

    /** Whether this call is the one that restores. */
    boolean begin(String why) {
        if (!become("armed", "restoring")) {
            return false;
        }
        put("why", why);
        return true;
    }

    private void restore(String why) throws InterruptedException {
        if (!begin(why)) {
            return;
        }
        filesBack();
        for (String line : orders().back()) {
            try {
                new HostShell(host, "guard")
                        .run(
                                line,
                                new ByteArrayInputStream(new byte[0]),
                                java.io.OutputStream.nullOutputStream(),
                                java.io.OutputStream.nullOutputStream());
            } catch (IOException nobodyReads) {
                throw new java.io.UncheckedIOException(nobodyReads);
            }
        }
        back();
        become("restoring", "restored");
    }

    int back() {
        try {
            host.links().restore(LabJson.readObject(text("links").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException damaged) {
            return TROUBLE;
        }
        return 0;
    }

    void filesBack() {
        for (GuardOrders.Change file : orders().files()) {
            Optional<LabFileSystem.Entry> saved = files.entry(directory + "saved/" + file.number());
            if (saved.isPresent()) {
                files.write(
                        file.path(),
                        saved.get().bytes(),
                        saved.get().mode(),
                        saved.get().owner());
            } else {
                files.remove(file.path());
            }
        }
        shortWayAway();
    }

    private void shortWayAway() {
        files.remove(LabGuard.BASE + "undo-network");
        files.remove(LabGuard.BASE + "RESCUE.txt");
    }

    int shown(Invocation call, String name) throws IOException {
        call.print(files.text(directory + name).orElse(""));
        return 0;
    }

    int tell(Invocation call) throws IOException {
        String state = state();
        Map<String, String> lines = new TreeMap<>();
        call.println("state " + state);
        if (state.equals("missing")) {
            return 0;
        }
        String applied = text("applied");
        String begun = files.exists(directory + "begun") ? "running" : "no";
        lines.put("applied", applied.isEmpty() ? begun : applied);
        lines.put("left", Long.toString(Long.parseLong(text("deadline")) - seconds()));
        lines.put("timer", text("timer"));
        lines.put("boot", text("hooked"));
        if (!text("why").isEmpty()) {
            lines.put("why", text("why"));
        }
        lines.put("restarted", text("boot").equals(host.bootId().toString()) ? "no" : "yes");
        List<String> told = new ArrayList<>();
        lines.forEach((key, value) -> told.add(key + " " + value));
        call.println(String.join("\n", told));
        return 0;
    }
}
