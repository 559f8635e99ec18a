package org.ostler.guide.linux;

import static org.ostler.procedure.Chapter.eachHost;
import static org.ostler.procedure.Step.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ostler.configfile.FileChange;
import org.ostler.facts.CommandLine;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Step;
import org.ostler.procedure.Template;
import org.ostler.procedure.Undo;

/** "Add the host to CloudStack". */
public final class AddTheHost {
    /** The agent connects within a minute; a busy server takes longer. Smaller: fails on it. Larger: a dead one hides. */
    private static final Duration UP = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofSeconds(3);

    /** libvirtd listens within a second or two. Smaller: a slow host fails. Larger: a broken one is found out later. */
    private static final Duration LISTENING = Duration.ofSeconds(45);

    private static final String FAILURES_BEFORE = "agent-setup-failures-before";

    private AddTheHost() {}

    public static Chapter ofKvm(Settings settings) {
        return chapter(settings, situation -> wanted(situation, settings, AgentProperties.ofKvm(settings)));
    }

    public static Chapter ofLxc(Settings settings) {
        return chapter(settings, situation -> {
            List<FileChange> all = wanted(situation, settings, AgentProperties.ofLxc(settings));
            all.add(ConfigureQemu.change(situation));
            return all;
        });
    }

    private static Chapter chapter(Settings settings, Function<Situation, List<FileChange>> wanted) {
        return eachHost(
                "add-the-host",
                "Add the host to CloudStack",
                step("save-files", "Keep a copy of the files that CloudStack writes")
                        .why("CloudStack sets the agent up by itself when a host is added, and writes libvirt's, the"
                                + " agent's and sometimes the network's files anew. The copy stays on the host; it"
                                + " shows afterwards which lines changed.")
                        .covers("KVM-52", "LXC-15")
                        .looksAt(InCloudStack.FACTS)
                        .looksAt(Rewritten.FACTS)
                        .neededWhen("CloudStack does not have the host", situation -> !InCloudStack.isThere(situation))
                        .does(situation -> Rewritten.save())
                        .verifiedBy("the copy is there and whole", Rewritten::isWhole)
                        .records(FAILURES_BEFORE, Rewritten::failuresBefore)
                        .undoneBy(new Undo.By(
                                "The copy is removed.",
                                Rewritten.forgotten(),
                                situation -> Rewritten.isSaved(situation) ? Rewritten.forget() : List.of())),
                step("add-host", "Add the host")
                        .why(
                                "CloudStack logs in to the host, sets the agent up and waits until it connects. The login's"
                                        + " password goes to CloudStack's API and stands in no plan, log or journal: use an"
                                        + " API address with https.")
                        .covers("KVM-52", "LXC-15")
                        .looksAt(InCloudStack.FACTS)
                        .looksAt(HostsNetwork.FACTS)
                        .requires(InCloudStack.hasCluster())
                        .requires(Check.advice(
                                "bridges-for-cloudstack",
                                "the bridges that CloudStack will use are there",
                                "Let this guide configure the network first. Where a bridge is missing, CloudStack's own"
                                        + " setup changes the host's network, and nothing takes that back.",
                                situation -> new HostsNetwork(settings, situation).bridges()))
                        .neededWhen("the host is not Up in CloudStack", situation -> !InCloudStack.isUp(situation))
                        .does(situation ->
                                InCloudStack.isThere(situation) ? List.of() : InCloudStack.add(situation, settings))
                        .waitsFor("the host is Up", InCloudStack::isUp, UP, EVERY, InCloudStack::progress)
                        .recognises(org.ostler.procedure.Trouble.of(
                                "host-not-added",
                                "Unable to add the host|Cannot find the server resources",
                                "CloudStack could not set the agent up. Most often it cannot log in, the agent is not"
                                        + " installed, or the host's full name or KVM is missing. On the host"
                                        + " /var/log/cloudstack/agent/setup.log tells more."))
                        .irreversible("A host that CloudStack has may run guests: put it into maintenance there and"
                                + " remove it."),
                step("look-at-setup", "Look at what CloudStack's setup said")
                        .why("CloudStack's setup of the agent ends without an error even when a part of it failed. Each"
                                + " part that failed says so.")
                        .covers("KVM-52", "LXC-15")
                        .looksAt(Rewritten.FACTS)
                        .requires(new Check(
                                "setup-failures",
                                "no part of CloudStack's setup failed",
                                "Read /var/log/cloudstack/agent/setup.log on the host, mend the cause, remove the host"
                                        + " from CloudStack and add it again.",
                                situation -> {
                                    List<String> failed = Rewritten.failures(situation, FAILURES_BEFORE);
                                    return failed.isEmpty()
                                            ? Check.Finding.pass("nothing failed")
                                            : Check.Finding.fail(String.join("; ", failed));
                                }))
                        .changesNothing(),
                restore(wanted),
                step("restart-libvirtd-again", "Restart libvirtd where its files changed")
                        .why("libvirtd reads its files when it starts.")
                        .covers("KVM-52", "LXC-15")
                        .looksAt(LibvirtFiles.FACTS)
                        .looksAt(LibvirtService.FACTS)
                        .neededWhen("libvirtd runs with other than its files", LibvirtService::isOlderThanItsFiles)
                        .does(LibvirtService::restart)
                        .waitsFor(
                                "libvirtd runs with its files",
                                situation -> !LibvirtService.isOlderThanItsFiles(situation),
                                LISTENING,
                                EVERY,
                                situation -> "libvirtd does not run with its files yet")
                        .undoneBy(new Undo.RestartService("libvirtd", LibvirtService::restartAsBefore)),
                step("remove-copy", "Remove the copy")
                        .why("It has served the comparison.")
                        .covers("KVM-52", "LXC-15")
                        .looksAt(Rewritten.FACTS)
                        .neededWhen("the copy is there", Rewritten::isSaved)
                        .does(situation -> Rewritten.forget())
                        .verifiedBy("the copy is gone", situation -> !Rewritten.isSaved(situation))
                        .irreversible("The copy only served the comparison."));
    }

    private static Step restore(Function<Situation, List<FileChange>> wanted) {
        return step("restore-our-lines", "Decide about the lines that CloudStack changed")
                .why(
                        "What CloudStack wrote may be right: newer versions secure libvirt with certificates, and ours would"
                                + " undo that. Each changed line is shown; nothing is put back without a yes.")
                .covers("KVM-52", "LXC-15")
                .looksAt(Rewritten.FACTS)
                .looksAt(AgentProperties.FACTS)
                .looksAt(LibvirtFiles.FACTS)
                .neededWhen("CloudStack changed a file", Rewritten::isAnything)
                .asks(new Step.Question(
                        situation -> "CloudStack changed files of this host. Put the lines of this guide back?",
                        situation -> "Go on: the lines of this guide are put back where they differ, everything else"
                                + " stays as CloudStack wrote it. Skip this step: all stays as CloudStack wrote it;"
                                + " right for a CloudStack that secures libvirt with certificates (4.11 and newer).",
                        Rewritten::evidence,
                        Optional.empty(),
                        false))
                .does(new Step.Late(
                        List.of(
                                new Template(
                                        "write <file>", "libvirt's and the agent's files: only this guide's lines"),
                                new Template("systemctl restart cloudstack-agent.service", "when its file changes"),
                                new Template("service cloudstack-agent restart", "when its file changes")),
                        situation -> actions(situation, wanted),
                        (situation, action) -> actions(situation, wanted).contains(action)))
                .undoneBy(new Undo.RestoreFiles());
    }

    private static List<Action> actions(Situation situation, Function<Situation, List<FileChange>> wanted) {
        List<Action> actions = new ArrayList<>();
        List<FileChange> changes = wanted.apply(situation).stream()
                .filter(change -> !change.isEmpty())
                .toList();
        changes.forEach(change -> actions.add(Action.write(change)));
        if (changes.stream().anyMatch(change -> change.path().equals(AgentProperties.PATH))) {
            actions.add(Action.run(
                    LibvirtLayout.of(situation).hasSystemd()
                            ? CommandLine.of("systemctl", "restart", "cloudstack-agent.service")
                            : CommandLine.of("service", "cloudstack-agent", "restart")));
        }
        return actions;
    }

    private static List<FileChange> wanted(
            Situation situation, Settings settings, List<org.ostler.configfile.KeyValueFile.Setting> agent) {
        return new ArrayList<>(List.of(
                LibvirtFiles.libvirtdConf(situation, settings.number(LibvirtSettings.TCP_PORT)),
                LibvirtFiles.arguments(situation),
                AgentProperties.change(situation, agent)));
    }
}
