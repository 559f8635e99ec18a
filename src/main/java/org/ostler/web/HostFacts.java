package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.facts.Answer;
import org.ostler.facts.CommandLine;
import org.ostler.facts.Fact;
import org.ostler.facts.LinuxFacts;
import org.ostler.facts.XenFacts;
import org.ostler.inventory.Host;
import org.ostler.inventory.Hypervisor;
import org.ostler.plan.HostObserver;
import org.ostler.plan.Sight;
import org.ostler.procedure.Target;

/** Looks at hosts for a person who wants to know them, and says what each says of itself in lines. */
@RequestScoped
public class HostFacts {
    private static final Fact<String> KERNEL = Fact.onHost(
            "kernel", CommandLine.of("uname", "-r"), answer -> answer.out().strip());

    @Inject
    private HostObserver observer;

    @Inject
    private Caller caller;

    /**
     * @param facts name to value
     * @param trouble why there is none
     */
    public record Seen(Host host, Instant at, Map<String, String> facts, Optional<String> trouble) {}

    /** Read-only commands; takes as long as the slowest host. */
    public List<Seen> look(List<Host> hosts) {
        caller.require(Permission.OPERATE);
        Map<Target, Host> targets = new LinkedHashMap<>();
        hosts.forEach(host -> targets.put(new Target(Target.Kind.HOST, host.id(), host.name()), host));
        List<Seen> seen = new ArrayList<>();
        if (!hosts.isEmpty()) {
            List<Fact<?>> facts = facts(hosts.get(0).hypervisor());
            Map<Target, Sight> sights = observer.look(List.copyOf(targets.keySet()), facts, done -> {});
            sights.forEach((target, sight) -> seen.add(seen(targets.get(target), facts, sight)));
        }
        return seen;
    }

    private static List<Fact<?>> facts(Hypervisor hypervisor) {
        return hypervisor == Hypervisor.XENSERVER
                ? List.of(XenFacts.INVENTORY, KERNEL)
                : List.of(
                        LinuxFacts.OS_RELEASE,
                        LinuxFacts.REDHAT_RELEASE,
                        KERNEL,
                        LinuxFacts.LIBVIRTD_VERSION,
                        LinuxFacts.LISTENING);
    }

    private static Seen seen(Host host, List<Fact<?>> facts, Sight sight) {
        Map<String, String> lines = new TreeMap<>();
        for (Fact<?> fact : facts) {
            if (fact.equals(XenFacts.INVENTORY)) {
                sight.facts()
                        .find(XenFacts.INVENTORY)
                        .ifPresent(inventory -> inventory.forEach((key, value) -> {
                            if (!key.endsWith("_UUID")
                                    && !key.startsWith("CONTROL_DOMAIN")
                                    && !key.startsWith("DOM0")) {
                                lines.put(key, value);
                            }
                        }));
            } else {
                sight.facts().find(fact).ifPresent(value -> lines.put(fact.name(), words(sight, fact, value)));
            }
        }
        return new Seen(host, Instant.now(), lines, sight.trouble().map(Throwable::getMessage));
    }

    private static String words(Sight sight, Fact<?> fact, Object value) {
        return value instanceof Record
                ? sight.facts()
                        .answer(fact)
                        .map(Answer::out)
                        .map(HostFacts::pretty)
                        .orElse("")
                : value.toString();
    }

    /** PRETTY_NAME of os-release, else the first line. */
    private static String pretty(String text) {
        return text.lines()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring(12).replace("\"", ""))
                .findFirst()
                .orElseGet(() -> text.lines().findFirst().orElse(""));
    }
}
