package org.ostler.look;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ostler.facts.CloudFacts;
import org.ostler.inventory.Inventory;
import org.ostler.plan.HostObserver;

/** How CloudStack has the hosts of one survey: asked once for each zone, while the hosts themselves are looked at. */
final class CloudListing {
    private static final System.Logger LOG = System.getLogger(CloudListing.class.getName());

    /**
     * From the survey's begin on. Smaller: a big cloud's list is missed. Larger: a management server that is down holds
     * up every look for as long.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final long end = System.nanoTime() + PATIENCE.toNanos();
    private final Map<UUID, Future<List<CloudFacts.CloudHost>>> byZone = new ConcurrentHashMap<>();

    static CloudListing of(Collection<Subject> hosts, HostObserver observer, Inventory inventory) {
        CloudListing listing = new CloudListing();
        hosts.stream().flatMap(host -> host.zone().stream()).distinct().forEach(zone -> inventory
                .managementServerOfZone(zone)
                .filter(server ->
                        server.apiUrl().isPresent() && server.apiCredential().isPresent())
                .ifPresent(server -> listing.byZone.put(zone, observer.inPool(lines -> observer.look(
                                lines, Optional.empty(), Optional.of(server), List.of(CloudFacts.HOSTS))
                        .facts()
                        .find(CloudFacts.HOSTS)
                        .orElse(List.of())))));
        return listing;
    }

    /** Empty also when CloudStack does not answer: that is no trouble of the host. */
    Optional<HostLook.CloudState> of(Subject host) {
        Optional<Future<List<CloudFacts.CloudHost>>> asked = host.zone().map(byZone::get);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        try {
            return asked.get().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS).stream()
                    .filter(one -> one.name().equalsIgnoreCase(host.name())
                            || one.address().equals(host.address()))
                    .map(one -> new HostLook.CloudState(one.state(), one.resourceState()))
                    .findFirst();
        } catch (ExecutionException | TimeoutException silent) {
            LOG.log(System.Logger.Level.INFO, "CloudStack did not say how it has {0}: {1}", host.name(), silent);
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
