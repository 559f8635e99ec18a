package org.ostler.guide.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ostler.facts.Answer;
import org.ostler.facts.CloudFacts;
import org.ostler.facts.Fact;
import org.ostler.facts.MachineFacts;
import org.ostler.facts.ServiceFacts;
import org.ostler.facts.SoftwareFacts;
import org.ostler.procedure.Check;
import org.ostler.procedure.Check.Finding;
import org.ostler.procedure.Situation;

/** KVM-12: no machines of its own on a host that is new to CloudStack. */
final class GuestChecks {
    private static final int SHOWN = 10;

    private GuestChecks() {}

    static Check none(RequiredVersions limits) {
        return new Check(
                "no-guests",
                "no virtual machine runs on a host that is new to CloudStack",
                "Move the machines away or shut them down, and undefine them: CloudStack ends what it does not know."
                        + " When the host is in CloudStack already, let Ostler know the zone's management server.",
                situation -> found(situation, limits));
    }

    private static Finding found(Situation situation, RequiredVersions limits) {
        List<SoftwareFacts.Guest> guests = new ArrayList<>();
        Optional<String> silent = collect(situation, SoftwareFacts.KVM_GUESTS, guests);
        if (limits.isLxc()) {
            collect(situation, SoftwareFacts.LXC_GUESTS, guests);
        }
        List<SoftwareFacts.Guest> running =
                guests.stream().filter(SoftwareFacts.Guest::isOn).toList();
        Set<String> outside = programs(situation);
        if (silent.isPresent() && outside.isEmpty()) {
            return situation.known(ServiceFacts.PROGRAMS).isPresent()
                    ? Finding.pass("no QEMU runs; " + silent.get())
                    : Finding.unknown(silent.get());
        }
        if (running.isEmpty() && silent.isEmpty()) {
            return guests.isEmpty()
                    ? Finding.pass("no machine is defined")
                    : inCloudStack(situation).orElse(false)
                            ? Finding.pass("no machine runs")
                            : Finding.warn("no machine runs, but these are defined: " + names(guests));
        }
        return judged(situation, running.isEmpty() ? String.join(", ", outside) : names(running));
    }

    private static Finding judged(Situation situation, String running) {
        Optional<Boolean> known = inCloudStack(situation);
        if (known.isEmpty()) {
            return Finding.unknown("these run, and whether CloudStack has this host is not known: " + running);
        }
        return known.get()
                ? Finding.pass("CloudStack has this host; these run: " + running)
                : Finding.fail("CloudStack does not have this host, and these run: " + running);
    }

    /** Why the list is not known; empty when it is. */
    private static Optional<String> collect(
            Situation situation, Fact<List<SoftwareFacts.Guest>> fact, List<SoftwareFacts.Guest> all) {
        Optional<Answer> answer = situation.facts().answer(fact);
        if (answer.filter(SoftwareFacts::isMissing).isPresent()) {
            return Optional.of("libvirt is not installed");
        }
        Optional<List<SoftwareFacts.Guest>> guests = situation.known(fact);
        guests.ifPresent(all::addAll);
        return guests.isPresent() ? Optional.empty() : Optional.of("libvirt does not answer");
    }

    /** Machines that somebody started past libvirt, or while it does not answer. */
    private static Set<String> programs(Situation situation) {
        Set<String> qemu = new TreeSet<>(situation.known(ServiceFacts.PROGRAMS).orElse(Set.of()));
        qemu.removeIf(name -> !name.equals("kvm") && !name.startsWith("qemu-system") && !name.equals("qemu-kvm"));
        return qemu;
    }

    /** Empty when CloudStack could not be asked. */
    private static Optional<Boolean> inCloudStack(Situation situation) {
        Set<String> own = new TreeSet<>(Set.of(situation.target().name()));
        situation.known(MachineFacts.HOSTNAME).ifPresent(own::add);
        situation.hosts().stream()
                .filter(host -> host.target().id().equals(situation.target().id()))
                .forEach(host -> own.add(host.address()));
        return situation.known(CloudFacts.HOSTS).map(hosts -> hosts.stream()
                .anyMatch(host -> own.contains(host.name())
                        || own.contains(host.address())
                        || own.contains(host.name().split("\\.", 2)[0])));
    }

    private static String names(List<SoftwareFacts.Guest> guests) {
        String first =
                guests.stream().limit(SHOWN).map(SoftwareFacts.Guest::name).collect(Collectors.joining(", "));
        return guests.size() > SHOWN ? first + " … (" + guests.size() + ")" : first;
    }
}
