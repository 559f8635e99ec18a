package org.ostler.discovery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.ClusterDraft;
import org.ostler.inventory.Host;
import org.ostler.inventory.HostDraft;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.InventoryEditor;
import org.ostler.inventory.Pod;
import org.ostler.inventory.Zone;
import org.ostler.platform.Refusal;

/** Puts chosen differences into the inventory, in one transaction; each is audited by the inventory itself. */
@ApplicationScoped
class Taking {
    private static final int SSH_PORT = 22;

    @Inject
    InventoryEditor editor;

    @Inject
    AuditTrail audit;

    /** @param zone as the inventory has it now */
    @Transactional
    public int take(Discovery discovery, Zone zone, List<String> keys, Optional<String> credential, String by) {
        List<Difference> chosen = chosen(discovery, zone, keys);
        Names names = new Names(zone);
        for (Difference difference : inOrder(chosen)) {
            switch (difference.thing()) {
                case POD -> pod(zone, names, difference);
                case CLUSTER -> cluster(names, difference);
                case HOST -> host(names, difference, credential);
            }
        }
        tell(discovery, chosen, by);
        return chosen.size();
    }

    /** What was shown and chosen, if the inventory is still so. */
    private static List<Difference> chosen(Discovery discovery, Zone zone, List<String> keys) {
        String there = discovery.estate().zones().stream()
                .filter(one -> one.name().equals(discovery.cloudZone()))
                .findFirst()
                .orElseThrow()
                .id();
        Set<Difference> now = Set.copyOf(Comparison.of(zone, discovery.estate(), there));
        List<Difference> chosen = discovery.differences().stream()
                .filter(difference -> difference.isTakeable() && keys.contains(difference.key()))
                .toList();
        if (chosen.isEmpty()) {
            throw Refusal.badInput(
                    "nothing-chosen", "Nothing is chosen.", "Tick what is to be taken over from CloudStack.");
        }
        if (!now.containsAll(chosen)) {
            throw Refusal.conflict(
                    "inventory-changed",
                    "The inventory was changed since CloudStack was read.",
                    "Read it again and choose again.");
        }
        return chosen;
    }

    /** New things from above, retirements from below; what lies in a pod that goes is gone with it. */
    private static List<Difference> inOrder(List<Difference> chosen) {
        List<Difference> ordered = new ArrayList<>();
        for (Difference.Thing thing : Difference.Thing.values()) {
            chosen.stream()
                    .filter(one -> one.thing() == thing && one.kind() != Difference.Kind.ONLY_HERE)
                    .forEach(ordered::add);
        }
        for (Difference.Thing thing : List.of(Difference.Thing.HOST, Difference.Thing.CLUSTER, Difference.Thing.POD)) {
            chosen.stream()
                    .filter(one -> one.thing() == thing && one.kind() == Difference.Kind.ONLY_HERE)
                    .forEach(ordered::add);
        }
        return ordered;
    }

    private void pod(Zone zone, Names names, Difference difference) {
        if (difference.kind() == Difference.Kind.ONLY_HERE) {
            editor.retire(names.pod(difference.name()));
        } else {
            names.pods.put(difference.name(), editor.createPod(zone.id(), difference.name()));
        }
    }

    private void cluster(Names names, Difference difference) {
        String pod = difference.place().pod();
        String path = pod + "/" + difference.name();
        switch (difference.kind()) {
            case ONLY_HERE -> editor.retire(names.cluster(path));
            case OTHERWISE ->
                editor.changeCluster(
                        names.cluster(path),
                        new ClusterDraft(
                                difference.name(),
                                hypervisor(difference),
                                names.known.get(path).fourEyes()));
            default ->
                names.clusters.put(
                        path,
                        editor.createCluster(
                                names.pod(pod), new ClusterDraft(difference.name(), hypervisor(difference), false)));
        }
    }

    private static Hypervisor hypervisor(Difference difference) {
        return Hypervisor.valueOf(difference.there().orElseThrow());
    }

    private void host(Names names, Difference difference, Optional<String> credential) {
        String path = difference.place().pod() + "/" + difference.place().cluster();
        switch (difference.kind()) {
            case ONLY_HERE -> editor.retire(names.host(path, difference.name()).id());
            case OTHERWISE -> {
                Host host = names.host(path, difference.name());
                editor.changeHost(
                        host.id(),
                        new HostDraft(
                                host.name(),
                                difference.there().orElseThrow(),
                                host.port(),
                                host.outOfBand(),
                                host.credential(),
                                host.weakAlgorithms()));
            }
            default ->
                editor.createHost(
                        names.cluster(path),
                        new HostDraft(
                                difference.name(),
                                difference.there().orElse(difference.name()),
                                SSH_PORT,
                                Optional.empty(),
                                credential,
                                false));
        }
    }

    private void tell(Discovery discovery, List<Difference> chosen, String by) {
        AuditEvent event = AuditEvent.of(
                        AuditEvent.Kind.INVENTORY,
                        by,
                        by + " took " + chosen.size() + " differences over from CloudStack zone "
                                + discovery.cloudZone())
                .about(discovery.zone(), discovery.zoneName())
                .with(
                        "taken",
                        String.join("\n", chosen.stream().map(Difference::key).toList()));
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable trouble) {
            throw new Refusal(
                    Refusal.Kind.NOT_NOW,
                    "journal-unwritable",
                    "The audit journal cannot be written, so nothing was changed: " + trouble.getMessage(),
                    "Make room or repair the data directory, then try again.");
        }
    }

    /** Where things are, by their names' path; grows with what is created. */
    private static final class Names {
        private final Map<String, UUID> pods = new LinkedHashMap<>();
        private final Map<String, UUID> clusters = new LinkedHashMap<>();
        private final Map<String, Cluster> known = new LinkedHashMap<>();

        Names(Zone zone) {
            for (Pod pod : zone.pods()) {
                pods.put(pod.name(), pod.id());
                pod.clusters().forEach(cluster -> {
                    clusters.put(pod.name() + "/" + cluster.name(), cluster.id());
                    known.put(pod.name() + "/" + cluster.name(), cluster);
                });
            }
        }

        UUID pod(String name) {
            return Optional.ofNullable(pods.get(name)).orElseThrow(() -> notChosen(name));
        }

        UUID cluster(String path) {
            return Optional.ofNullable(clusters.get(path)).orElseThrow(() -> notChosen(path));
        }

        Host host(String path, String name) {
            return known.get(path).hosts().stream()
                    .filter(host -> host.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> notChosen(name));
        }

        private static Refusal notChosen(String above) {
            return Refusal.badInput(
                    "place-not-chosen",
                    above + " is not in the inventory and was not chosen.",
                    "Choose it as well, or leave out what lies in it.");
        }
    }
}
