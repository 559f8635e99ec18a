package org.ostler.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ostler.facts.CloudEstate;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.Pod;
import org.ostler.inventory.Zone;

/** Compares one zone of CloudStack with one of the inventory. Pure. */
final class Comparison {
    private static final Map<String, Hypervisor> HYPERVISORS = Map.of(
            "xenserver", Hypervisor.XENSERVER,
            "kvm", Hypervisor.KVM,
            "lxc", Hypervisor.LXC,
            "hyperv", Hypervisor.HYPERV,
            "vmware", Hypervisor.VSPHERE);

    private final Zone zone;
    private final CloudEstate estate;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Zone zone, CloudEstate estate) {
        this.zone = zone;
        this.estate = estate;
    }

    /** @param there the id of CloudStack's zone */
    static List<Difference> of(Zone zone, CloudEstate estate, String there) {
        Comparison comparison = new Comparison(zone, estate);
        List<CloudEstate.Pod> pods =
                estate.pods().stream().filter(pod -> pod.zone().equals(there)).toList();
        pods.forEach(comparison::pod);
        zone.pods().stream()
                .filter(pod -> pods.stream().noneMatch(other -> same(other.name(), pod.name())))
                .forEach(comparison::podOnlyHere);
        return List.copyOf(comparison.differences);
    }

    static Optional<Hypervisor> hypervisor(String cloudStacks) {
        return Optional.ofNullable(HYPERVISORS.get(cloudStacks.toLowerCase(Locale.ROOT)));
    }

    private static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other);
    }

    private void add(
            Difference.Kind kind,
            Difference.Thing thing,
            String name,
            Difference.Place place,
            Optional<String> here,
            Optional<String> there) {
        String key = kind + "/" + thing + "/" + place.pod() + "/" + place.cluster() + "/" + name;
        differences.add(new Difference(key, kind, thing, name, place, here, there));
    }

    private void pod(CloudEstate.Pod there) {
        Optional<Pod> here = zone.pods().stream()
                .filter(pod -> same(pod.name(), there.name()))
                .findFirst();
        Difference.Place place = new Difference.Place(here.map(Pod::name).orElse(there.name()), "");
        if (here.isEmpty()) {
            add(
                    Difference.Kind.NEW,
                    Difference.Thing.POD,
                    there.name(),
                    new Difference.Place("", ""),
                    Optional.empty(),
                    Optional.of(there.name()));
        }
        List<Cluster> clusters = here.map(Pod::clusters).orElse(List.of());
        List<CloudEstate.Cluster> theirs = estate.clusters().stream()
                .filter(cluster -> cluster.pod().equals(there.id()))
                .toList();
        theirs.forEach(cluster -> cluster(place, clusters, cluster));
        clusters.stream()
                .filter(cluster -> theirs.stream().noneMatch(other -> same(other.name(), cluster.name())))
                .forEach(cluster -> clusterOnlyHere(place, cluster));
    }

    private void podOnlyHere(Pod pod) {
        add(
                Difference.Kind.ONLY_HERE,
                Difference.Thing.POD,
                pod.name(),
                new Difference.Place("", ""),
                Optional.of(pod.name()),
                Optional.empty());
    }

    private void clusterOnlyHere(Difference.Place pod, Cluster cluster) {
        add(
                Difference.Kind.ONLY_HERE,
                Difference.Thing.CLUSTER,
                cluster.name(),
                pod,
                Optional.of(cluster.hypervisor().name()),
                Optional.empty());
    }

    private void cluster(Difference.Place pod, List<Cluster> ours, CloudEstate.Cluster there) {
        Optional<Cluster> here = ours.stream()
                .filter(cluster -> same(cluster.name(), there.name()))
                .findFirst();
        Optional<Hypervisor> hypervisor = hypervisor(there.hypervisor());
        Optional<String> theirs = Optional.of(hypervisor.map(Hypervisor::name).orElse(there.hypervisor()));
        if (hypervisor.isEmpty()) {
            add(
                    Difference.Kind.UNKNOWN_HYPERVISOR,
                    Difference.Thing.CLUSTER,
                    there.name(),
                    pod,
                    here.map(cluster -> cluster.hypervisor().name()),
                    theirs);
            return;
        }
        if (here.isEmpty()) {
            add(Difference.Kind.NEW, Difference.Thing.CLUSTER, there.name(), pod, Optional.empty(), theirs);
        } else if (here.get().hypervisor() != hypervisor.get()) {
            add(
                    Difference.Kind.OTHERWISE,
                    Difference.Thing.CLUSTER,
                    here.get().name(),
                    pod,
                    here.map(cluster -> cluster.hypervisor().name()),
                    theirs);
        }
        hosts(
                new Difference.Place(pod.pod(), here.map(Cluster::name).orElse(there.name())),
                here.map(Cluster::hosts).orElse(List.of()),
                estate.hosts().stream()
                        .filter(host -> host.cluster().equals(there.id()))
                        .toList());
    }

    private void hosts(Difference.Place place, List<Host> ours, List<CloudEstate.Host> theirs) {
        List<Host> known = new ArrayList<>();
        for (CloudEstate.Host there : theirs) {
            Optional<Host> here = matching(ours, there);
            here.ifPresent(known::add);
            if (here.isPresent()) {
                if (!here.get().address().equals(there.address())
                        && !there.address().isEmpty()) {
                    add(
                            Difference.Kind.OTHERWISE,
                            Difference.Thing.HOST,
                            here.get().name(),
                            place,
                            here.map(Host::address),
                            Optional.of(there.address()));
                }
                continue;
            }
            Optional<Host> elsewhere = matching(all(), there);
            add(
                    elsewhere.isPresent() ? Difference.Kind.ELSEWHERE : Difference.Kind.NEW,
                    Difference.Thing.HOST,
                    there.name(),
                    place,
                    elsewhere.map(Host::clusterName),
                    Optional.of(there.address()));
        }
        ours.stream()
                .filter(host -> !known.contains(host))
                .forEach(host -> add(
                        Difference.Kind.ONLY_HERE,
                        Difference.Thing.HOST,
                        host.name(),
                        place,
                        Optional.of(host.address()),
                        Optional.empty()));
    }

    private List<Host> all() {
        return zone.pods().stream()
                .map(Pod::clusters)
                .flatMap(Collection::stream)
                .map(Cluster::hosts)
                .flatMap(Collection::stream)
                .toList();
    }

    /** By name; otherwise by the address, when only one host has it. */
    private static Optional<Host> matching(List<Host> ours, CloudEstate.Host there) {
        Map<String, List<Host>> byAddress = ours.stream().collect(Collectors.groupingBy(Host::address));
        return ours.stream()
                .filter(host -> same(host.name(), there.name()))
                .findFirst()
                .or(() -> Optional.of(byAddress.getOrDefault(there.address(), List.of()))
                        .filter(hosts -> hosts.size() == 1)
                        .map(hosts -> hosts.get(0)));
    }
}
