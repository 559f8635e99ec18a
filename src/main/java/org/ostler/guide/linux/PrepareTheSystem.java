package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.List;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Prepare the operating system": a full name and the right time. */
public final class PrepareTheSystem {
    /** ntpd wants several answers of each server. Smaller: it fails on a slow line. Larger: a dead server hides. */
    private static final Duration IN_SYNC = Duration.ofMinutes(15);

    private static final Duration EVERY = Duration.ofSeconds(3);

    private PrepareTheSystem() {}

    public static Chapter chapter(Settings settings) {
        return eachHost(
                "prepare-the-system",
                "Prepare the operating system",
                step("write-hosts", "Give the host its full name")
                        .why("CloudStack's agent asks for the full name of its host and puts it into its certificate;"
                                + " setup ends when there is none. The first name behind an address in /etc/hosts is"
                                + " the full one.")
                        .covers("KVM-16", "LXC-05")
                        .looksAt(HostName.FACTS)
                        .requires(HostName.canBeNamed())
                        .neededWhen("hostname --fqdn gives no full name", situation -> !HostName.isFull(situation))
                        .does(HostName::write)
                        .verifiedBy("hostname --fqdn gives a full name", HostName::isFull)
                        .undoneBy(new Undo.RestoreFiles()),
                step("look-at-time-services", "Look at the time services")
                        .why("The clocks of all hosts must agree, or certificates are refused and logs tell lies. Two"
                                + " time services on one host pull at one clock: which one runs is looked at first.")
                        .covers("KVM-18", "LXC-05")
                        .looksAt(Clock.facts())
                        .requires(new Check(
                                "one-time-service",
                                "one time service is chosen",
                                "Choose another time service in the settings.",
                                situation -> {
                                    List<String> running = Clock.running(situation);
                                    String wanted = Clock.wanted(situation, settings)
                                            .name()
                                            .toLowerCase(java.util.Locale.ROOT);
                                    return Clock.others(situation, settings).isEmpty()
                                            ? Check.Finding.pass(wanted)
                                            : Check.Finding.warn(wanted + " is chosen, and these run: "
                                                    + String.join(", ", running));
                                }))
                        .records(Clock.BEFORE, situation -> String.join(" ", Clock.running(situation)))
                        .changesNothing(),
                step("stop-other-time-services", "Stop other time services")
                        .why("They exclude each other.")
                        .covers("KVM-18", "LXC-05")
                        .looksAt(Clock.facts())
                        .neededWhen("another time service runs", situation -> !Clock.others(situation, settings)
                                .isEmpty())
                        .does(situation -> Clock.stop(situation, Clock.others(situation, settings)))
                        .verifiedBy("no other time service runs", situation -> Clock.others(situation, settings)
                                .isEmpty())
                        .undoneBy(new Undo.By(
                                "The time services that ran before are enabled and started again.",
                                List.of(
                                        new Template("systemctl enable <unit>", "units that ran before"),
                                        new Template("systemctl start <unit>", "units that ran before"),
                                        new Template("service <unit> start", "services that ran before")),
                                Clock::startAsBefore)),
                step("install-time-service", "Install the time service")
                        .why("The manual takes ntp on Red Hat and openntpd on Ubuntu; newer distributions have chrony.")
                        .covers("KVM-18", "LXC-05")
                        .looksAt(Clock.facts())
                        .neededWhen("it is not installed", situation -> !Clock.isInstalled(situation, settings))
                        .does(situation -> List.of(Clock.install(situation, settings)))
                        .verifiedBy("it is installed", situation -> Clock.isInstalled(situation, settings))
                        .undoneBy(new Undo.By(
                                "The package is removed, without what came with it. Where the distribution removed"
                                        + " systemd-timesyncd in its favour, that is installed again.",
                                Clock.uninstallations(),
                                situation -> Clock.uninstall(situation, settings))),
                step("write-time-servers", "Add the time servers")
                        .why("All hosts of a cluster ask the same servers. Servers that are configured already stay.")
                        .covers("KVM-18", "KVM-19", "LXC-05")
                        .looksAt(Clock.facts())
                        .neededWhen(
                                "a chosen time server is not configured",
                                situation -> !Clock.write(situation, settings).isEmpty())
                        .does(situation -> Clock.write(situation, settings))
                        .verifiedBy(
                                "all chosen time servers are configured",
                                situation -> Clock.write(situation, settings).isEmpty())
                        .undoneBy(new Undo.RestoreFiles()),
                step("start-time-service", "Start the time service")
                        .why("It starts at boot too. The step ends when the clock is in sync, not when the daemon"
                                + " runs.")
                        .covers("KVM-18", "LXC-05")
                        .looksAt(Clock.facts())
                        .neededWhen(
                                "it does not run, does not start at boot, or runs with an older file",
                                situation -> !Clock.runs(situation, settings)
                                        || Clock.isOlderThanItsFile(situation, settings))
                        .does(situation -> Clock.start(situation, settings))
                        .waitsFor(
                                "the clock is in sync",
                                situation -> Clock.runs(situation, settings) && Clock.isInSync(situation, settings),
                                IN_SYNC,
                                EVERY,
                                situation -> "the clock is not in sync yet")
                        .undoneBy(new Undo.RestartService(
                                "time service", situation -> Clock.stopAsBefore(situation, settings))));
    }
}
