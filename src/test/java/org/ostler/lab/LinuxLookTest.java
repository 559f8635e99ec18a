package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.Look;
import org.ostler.facts.Place;
import org.ostler.guide.linux.Requirements;
import org.ostler.network.NetworkFacts;
import org.ostler.network.NetworkState;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Check;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation;
import org.ostler.procedure.Target;

/** The lab's Linux hosts answer every look of the requirements, and hinder nobody who rehearses the guide. */
class LinuxLookTest {
    private static final Settings STANDARD = new Settings(Map.of());

    private static Facts look(ServiceHost host, Set<Fact<?>> facts) throws Exception {
        Facts seen = Facts.none().with(CloudFacts.HOSTS, Answer.of("{}"));
        for (Fact<?> fact : facts) {
            if (fact.place() == Place.HOST) {
                seen = seen.with(fact, answer(host, fact));
            }
        }
        return seen;
    }

    private static Answer answer(ServiceHost host, Fact<?> fact) throws Exception {
        if (fact.look() instanceof Look.Read read) {
            return host.files().text(read.path()).map(Answer::of).orElseGet(Answer::absent);
        }
        if (fact.look() instanceof Look.Clock) {
            Answer told = called(host, Look.Clock.COMMAND.arguments());
            double seconds = Double.parseDouble(told.out());
            return Answer.of((long) seconds - 1 + " " + told.out().strip() + " " + ((long) seconds + 2));
        }
        return called(host, ((Look.Run) fact.look()).command().arguments());
    }

    private static Answer called(ServiceHost host, List<String> words) throws IOException, InterruptedException {
        if (host.program(words.get(0)).isEmpty()) {
            return new Answer(127, "", "bash: " + words.get(0) + ": command not found\n");
        }
        Called called = Called.on(host, words.toArray(String[]::new));
        return new Answer(called.exit(), called.out(), called.err());
    }

    private static List<String> troubles(LinuxFlavor flavor, Chapter chapter) throws Exception {
        ServiceHost host = LinuxPart.build("kvm1", flavor, new LabClock(1000));
        host.systemd().boot();
        Set<Fact<?>> facts = new LinkedHashSet<>();
        chapter.steps().forEach(step -> facts.addAll(step.facts()));
        Facts seen = look(host, facts);
        Target target = new Target(Target.Kind.HOST, new UUID(0, 1), "kvm1");
        Situation situation = new Situation(STANDARD, target, Optional.of("kvm"), List.of(), seen, Map.of());
        List<String> troubles = new ArrayList<>();
        chapter.steps().forEach(step -> step.checks().forEach(check -> {
            Check.Finding finding = finding(check, situation);
            if (finding.verdict() != Check.Verdict.PASS) {
                troubles.add(finding.verdict() + " " + check.key());
            }
        }));
        return troubles;
    }

    private static Check.Finding finding(Check check, Situation situation) {
        try {
            return check.look().apply(situation);
        } catch (Fact.Unreadable unknown) {
            return Check.Finding.unknown(unknown.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DEBIAN_12 | WARN recommended-distribution, WARN pending-updates, WARN time-service",
                "EL_9      | ",
                "EL_6      | WARN recommended-distribution, WARN required-libvirt, WARN required-qemu, WARN pending-updates, WARN time-service",
                "UBUNTU_12 | WARN recommended-distribution, WARN required-libvirt, WARN required-qemu, WARN time-service",
                "UBUNTU_22 | WARN time-service",
                "UBUNTU_24 | WARN time-service"
            })
    void answersEveryLookOfTheKvmRequirements(LinuxFlavor flavor, String expected) throws Exception {
        assertEquals(expected == null ? "" : expected, String.join(", ", troubles(flavor, Requirements.kvm(STANDARD))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DEBIAN_12 | WARN recommended-distribution, WARN pending-updates, WARN time-service",
                "EL_9      | WARN lxc-driver",
                "UBUNTU_22 | WARN time-service"
            })
    void answersEveryLookOfTheLxcRequirements(LinuxFlavor flavor, String expected) throws Exception {
        assertEquals(expected == null ? "" : expected, String.join(", ", troubles(flavor, Requirements.lxc(STANDARD))));
    }

    @ParameterizedTest
    @EnumSource
    void tellsItsNetworkAsTheSystemDoes(LinuxFlavor flavor) throws Exception {
        ServiceHost host = LinuxPart.build("kvm1", flavor, new LabClock(1000));
        NetworkState state = NetworkFacts.state(look(host, new LinkedHashSet<>(NetworkFacts.OF_STATE)));
        assertEquals(Map.of("eth0", "192.0.2.1"), state.defaultGateways());
        assertEquals(Set.of("192.0.2.61/24"), state.link("eth0").orElseThrow().addresses());
        assertEquals(NetworkState.Kind.NIC, state.link("eth1").orElseThrow().kind());
    }

    @Test
    void twoHostsOfAKindAreAlike() throws Exception {
        Chapter chapter = Requirements.ofTheCluster(STANDARD);
        Facts all = Facts.none();
        List<Situation.HostInScope> hosts = new ArrayList<>();
        for (String name : List.of("kvm1", "kvm2")) {
            ServiceHost host = LinuxPart.build(name, LinuxFlavor.UBUNTU_24, new LabClock(1000));
            host.systemd().boot();
            all = all.including(
                    name, look(host, new LinkedHashSet<>(chapter.steps().get(0).factsOfEveryHost())));
            hosts.add(new Situation.HostInScope(
                    new Target(Target.Kind.HOST, new UUID(0, name.hashCode()), name), "192.0.2.1"));
        }
        Situation situation = new Situation(STANDARD, hosts.get(0).target(), Optional.of("kvm"), hosts, all, Map.of());
        List<String> troubles = new ArrayList<>();
        for (Check check : chapter.steps().get(0).checks()) {
            Check.Finding finding = finding(check, situation);
            if (finding.verdict() != Check.Verdict.PASS) {
                troubles.add(check.key() + ": " + finding.seen());
            }
        }
        assertEquals(List.of(), troubles);
    }
}
