package org.ostler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;
import org.ostler.procedure.Situation.HostInScope;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;

/** The way through a guide for these hosts: chapter by chapter, consecutive chapters for each host host by host. */
public final class Itinerary {
    private final List<HostInScope> hosts;
    private final Optional<Target> coordinator;
    private final Optional<Target> managementServer;
    private final List<Leg> legs = new ArrayList<>();

    private Itinerary(List<HostInScope> hosts, Optional<Target> coordinator, Optional<Target> managementServer) {
        this.hosts = hosts;
        this.coordinator = coordinator;
        this.managementServer = managementServer;
    }

    /** @param hosts in the guide's order */
    public static List<Leg> of(
            Guide guide,
            Settings settings,
            List<HostInScope> hosts,
            Optional<Target> coordinator,
            Optional<Target> managementServer) {
        Itinerary way = new Itinerary(hosts, coordinator, managementServer);
        List<Chapter> block = new ArrayList<>();
        for (Chapter chapter : guide.chapters().apply(settings)) {
            switch (chapter.scope()) {
                case EACH_HOST -> block.add(chapter);
                case ONCE -> {
                    way.hostByHost(block);
                    block.clear();
                    chapter.steps().forEach(step -> way.add(chapter, step, Optional.empty()));
                }
            }
        }
        way.hostByHost(block);
        return List.copyOf(way.legs);
    }

    private void hostByHost(List<Chapter> block) {
        for (HostInScope host : hosts) {
            for (Chapter chapter : block) {
                chapter.steps().forEach(step -> add(chapter, step, Optional.of(host.target())));
            }
        }
    }

    private void add(Chapter chapter, Step step, Optional<Target> host) {
        Target target = target(step, host);
        String id = host.map(each -> step.key() + "@" + each.name()).orElse(step.key());
        Optional<Target> place = target.kind() == Target.Kind.HOST ? Optional.of(target) : anyHost();
        legs.add(new Leg(id, legs.size() + 1, chapter.key(), host, step, target, place));
    }

    private Optional<Target> anyHost() {
        return coordinator.or(() -> hosts.stream().map(HostInScope::target).findFirst());
    }

    /** A step of a chapter for each host is about that host, also when it acts through CloudStack. */
    private Target target(Step step, Optional<Target> host) {
        return switch (step.on()) {
            case EACH_HOST -> host.or(this::anyHost).orElseThrow();
            case COORDINATOR, ANY_HOST -> anyHost().orElseThrow();
            case MANAGEMENT_SERVER -> host.or(() -> managementServer).orElseGet(() -> missing("management server"));
            case CLOUDSTACK ->
                host.or(() -> managementServer.map(
                                server -> new Target(Target.Kind.CLOUDSTACK, server.id(), "CloudStack")))
                        .orElseGet(() -> missing("CloudStack"));
        };
    }

    private static Target missing(String what) {
        return new Target(Target.Kind.PERSON, new java.util.UUID(0, 0), "no " + what);
    }
}
