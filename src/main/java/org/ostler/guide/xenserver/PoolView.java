package org.ostler.guide.xenserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ostler.facts.Fact;
import org.ostler.facts.XenFacts;
import org.ostler.facts.XenPool;
import org.ostler.procedure.Situation;

/** The pool as the step's host sees it just now: who is this host, what runs where, what may go where. */
record PoolView(Situation situation) {
    static final Fact<?>[] POOL = {XenFacts.INVENTORY, XenFacts.POOL, XenFacts.HOSTS, XenFacts.VMS};
    static final Fact<?>[] DISKS = {XenFacts.VBDS, XenFacts.VDIS, XenFacts.SRS};

    /** A guest that cannot be moved live, and why. */
    record Stuck(XenPool.Guest guest, String why) {}

    /** This host's uuid in xapi. */
    String self() {
        return situation.fact(XenFacts.INSTALLATION_UUID);
    }

    List<XenPool.Member> members() {
        return situation.fact(XenFacts.HOSTS);
    }

    Optional<XenPool.Member> member(String uuid) {
        return members().stream().filter(host -> host.uuid().equals(uuid)).findFirst();
    }

    XenPool.Member selfMember() {
        return member(self()).orElseThrow(() -> new Fact.Unreadable("xapi does not know this host " + self()));
    }

    List<XenPool.Guest> guests() {
        return situation.fact(XenFacts.VMS).stream()
                .filter(guest -> !guest.controlDomain())
                .toList();
    }

    Optional<XenPool.Guest> guest(String uuid) {
        return guests().stream().filter(guest -> guest.uuid().equals(uuid)).findFirst();
    }

    /** Guests that run on this host. */
    List<XenPool.Guest> residents() {
        String self = self();
        return guests().stream().filter(guest -> guest.runsOn(self)).toList();
    }

    /** Hosts that may take guests from this one: enabled, alive, not older (xapi refuses older ones). */
    List<XenPool.Member> targets() {
        XenPool.Member self = selfMember();
        return members().stream()
                .filter(host -> !host.uuid().equals(self.uuid()))
                .filter(host -> host.enabled() && host.live())
                .filter(host -> !host.version().isOlderThan(self.version()))
                .toList();
    }

    /** The newest host with room; among these the one with the most. */
    Optional<XenPool.Member> targetFor(XenPool.Guest guest) {
        return targets().stream()
                .filter(host -> host.memoryFree() >= guest.memory())
                .max(Comparator.comparing(XenPool.Member::version)
                        .thenComparingLong(XenPool.Member::memoryFree)
                        .thenComparing(XenPool.Member::uuid));
    }

    /** Whether another host of the pool is newer than this one. */
    boolean isOutdated() {
        XenPool.Member self = selfMember();
        return members().stream().anyMatch(host -> self.version().isOlderThan(host.version()));
    }

    /**
     * Where a guest that was shut down here may start now: here, unless another host of the pool is newer (xapi starts
     * nothing on an older host of a mixed pool); then on the newest one with room, if nothing binds it to this host.
     */
    Optional<XenPool.Member> startsOn(XenPool.Guest guest) {
        if (!isOutdated()) {
            return Optional.of(selfMember());
        }
        if (boundToThisHost(guest).isPresent()) {
            return Optional.empty();
        }
        return targetFor(guest).filter(target -> members().stream()
                .noneMatch(host -> target.version().isOlderThan(host.version())));
    }

    /** Residents that would find no room, were all of them moved now, the largest first. */
    List<XenPool.Guest> withoutRoom() {
        Map<String, Long> free = targets().stream()
                .collect(Collectors.toMap(XenPool.Member::uuid, XenPool.Member::memoryFree, (a, b) -> a, HashMap::new));
        Set<String> stuck = stuck().stream().map(each -> each.guest().uuid()).collect(Collectors.toSet());
        List<XenPool.Guest> without = new ArrayList<>();
        residents().stream()
                .filter(guest -> !stuck.contains(guest.uuid()))
                .sorted(Comparator.comparingLong(XenPool.Guest::memory).reversed())
                .forEach(guest -> free.entrySet().stream()
                        .filter(room -> room.getValue() >= guest.memory())
                        .max(Map.Entry.comparingByValue())
                        .ifPresentOrElse(
                                room -> free.merge(room.getKey(), -guest.memory(), Long::sum),
                                () -> without.add(guest)));
        return without;
    }

    /** Residents that must be shut down: HVM without drivers, or bound to this host. */
    List<Stuck> stuck() {
        List<Stuck> stuck = new ArrayList<>();
        for (XenPool.Guest guest : residents()) {
            reasonToStay(guest).ifPresent(why -> stuck.add(new Stuck(guest, why)));
        }
        return stuck;
    }

    private Optional<String> reasonToStay(XenPool.Guest guest) {
        return boundToThisHost(guest)
                .or(() -> guest.hardwareVirtual() && !guest.drivers()
                        ? Optional.of("it is an HVM guest without PV drivers")
                        : Optional.empty());
    }

    private Optional<String> boundToThisHost(XenPool.Guest guest) {
        return guest.passthrough()
                ? Optional.of("it uses a PCI device of this host")
                : localStorage(guest).map(name -> "it has a disk on the local storage " + name);
    }

    private Optional<String> localStorage(XenPool.Guest guest) {
        Map<String, String> storageOfDisk = situation.fact(XenFacts.VDIS);
        Set<String> used = new HashSet<>();
        situation.fact(XenFacts.VBDS).stream()
                .filter(drive -> drive.guest().equals(guest.uuid()) && !drive.cd() && !drive.empty())
                .forEach(drive ->
                        used.add(drive.storage().orElseGet(() -> storageOfDisk.getOrDefault(drive.disk(), ""))));
        return situation.fact(XenFacts.SRS).stream()
                .filter(storage -> !storage.shared() && used.contains(storage.uuid()))
                .map(XenPool.Storage::name)
                .findFirst();
    }

    /** Running guests with a CD in the drive. */
    List<XenPool.Guest> withCd() {
        Set<String> loaded = situation.fact(XenFacts.VBDS).stream()
                .filter(drive -> drive.cd() && !drive.empty())
                .map(XenPool.Drive::guest)
                .collect(Collectors.toSet());
        return guests().stream()
                .filter(guest -> guest.isRunning() && loaded.contains(guest.uuid()))
                .toList();
    }

    /** Storage of this host that is not attached. */
    List<XenPool.Attachment> detached() {
        String self = self();
        return situation.fact(XenFacts.PBDS).stream()
                .filter(pbd -> pbd.host().equals(self) && !pbd.attached())
                .toList();
    }
}
