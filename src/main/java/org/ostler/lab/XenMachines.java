package org.ostler.lab;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What xapi does with virtual machines, and what it refuses: drivers, versions, storage, networks, memory. */
final class XenMachines {
    private static final Duration MIGRATION = Duration.ofSeconds(8);
    private static final int MIB_PER_SECOND = 100;
    private static final Duration START = Duration.ofSeconds(12);
    private static final Duration CLEAN_SHUTDOWN = Duration.ofSeconds(20);
    private static final Duration HARD_SHUTDOWN = Duration.ofSeconds(2);

    private final XenPool pool;
    private final XenDatabase database;

    XenMachines(XenPool pool) {
        this.pool = pool;
        this.database = pool.database();
    }

    void migrate(XenObject vm, XenObject target) throws XeError, InterruptedException {
        synchronized (pool) {
            assertIdle(vm);
            assertMayMigrate(vm, target);
            vm.map("current-operations").put("migration", "pool_migrate");
            vm.with("scheduled-to-be-resident-on", target.uuid());
        }
        XenObject source = database.get("host", vm.get("resident-on"));
        long seconds = vm.number("memory-static-max") / XenMemory.MIB / MIB_PER_SECOND;
        try {
            pool.tasks().carryOut("VM.pool_migrate", task -> {
                try {
                    task.takes(MIGRATION.plusSeconds(seconds));
                    assertReachable(source);
                    assertReachable(target);
                    vm.with("resident-on", target.uuid());
                } finally {
                    release(vm);
                }
            });
        } finally {
            pool.changed();
        }
    }

    void start(XenObject vm, Optional<XenObject> wanted) throws XeError, InterruptedException {
        synchronized (pool) {
            assertState(vm, "halted");
            assertIdle(vm);
            XenObject host = wanted.isPresent() ? wanted.get() : placeFor(vm);
            if (wanted.isPresent()) {
                assertMayStartOn(vm, host);
            }
            vm.map("current-operations").put("start", "start");
            vm.with("scheduled-to-be-resident-on", host.uuid());
        }
        pool.tasks().carryOut("VM.start", task -> {
            try {
                task.takes(START);
                assertReachable(database.get("host", vm.get("scheduled-to-be-resident-on")));
                vm.with("resident-on", vm.get("scheduled-to-be-resident-on"))
                        .with("power-state", "running")
                        .with(
                                "dom-id",
                                database.all("task").size()
                                        + 40
                                        + Math.abs(vm.uuid().hashCode() % 50));
            } finally {
                release(vm);
            }
        });
    }

    void shutdown(XenObject vm, boolean force) throws XeError, InterruptedException {
        synchronized (pool) {
            assertState(vm, "running");
            assertIdle(vm);
            if (!force && isHvm(vm) && !vm.hasMap("PV-drivers-version")) {
                throw XeError.api("VM_MISSING_PV_DRIVERS", XeClasses.shown(vm));
            }
            vm.map("current-operations").put("shutdown", force ? "hard_shutdown" : "clean_shutdown");
        }
        pool.tasks().carryOut(force ? "VM.hard_shutdown" : "VM.clean_shutdown", task -> {
            try {
                task.takes(force ? HARD_SHUTDOWN : CLEAN_SHUTDOWN);
                halt(vm);
            } finally {
                release(vm);
            }
        });
    }

    void reboot(XenObject vm, boolean force) throws XeError, InterruptedException {
        XenObject host = database.get("host", vm.get("resident-on"));
        shutdown(vm, force);
        start(vm, Optional.of(host));
    }

    /** At once and without ceremony: its host lost power, or it crashed. */
    void halt(XenObject vm) {
        vm.with("power-state", "halted").with("resident-on", "");
        vm.map("current-operations").clear();
    }

    /** Why this guest cannot leave its host, as an evacuation would meet it. */
    Optional<XeError> obstacle(XenObject vm) {
        XenObject source = database.get("host", vm.get("resident-on"));
        Optional<XeError> first = Optional.empty();
        for (XenObject target : targets(source)) {
            try {
                assertMayMigrate(vm, target);
                return Optional.empty();
            } catch (XeError refused) {
                first = first.or(() -> Optional.of(refused));
            }
        }
        return first.or(() -> Optional.of(XeError.api("NO_HOSTS_AVAILABLE")));
    }

    /** Enabled, living hosts that are not older, with the most memory first. */
    List<XenObject> targets(XenObject source) {
        return database
                .all(
                        "host",
                        host -> host != source
                                && host.is("enabled")
                                && pool.isLive(host)
                                && !pool.hostOf(host)
                                        .version()
                                        .isOlderThan(pool.hostOf(source).version()))
                .stream()
                .sorted(Comparator.comparing((XenObject host) -> XenMemory.free(database, host))
                        .reversed())
                .toList();
    }

    List<XenObject> runningOn(XenObject host) {
        return database.all(
                "vm",
                vm -> vm.get("power-state").equals("running")
                        && vm.get("resident-on").equals(host.uuid())
                        && !vm.is("is-control-domain"));
    }

    private void assertMayMigrate(XenObject vm, XenObject target) throws XeError {
        assertState(vm, "running");
        if (!vm.hasMap("PV-drivers-version")) {
            throw XeError.api("VM_MISSING_PV_DRIVERS", XeClasses.shown(vm));
        }
        if (vm.map("other-config").containsKey("pci")) {
            throw XeError.api("VM_HAS_PCI_ATTACHED", XeClasses.shown(vm));
        }
        XenObject source = database.get("host", vm.get("resident-on"));
        if (pool.hostOf(target).version().isOlderThan(pool.hostOf(source).version())) {
            throw XeError.api("NOT_SUPPORTED_DURING_UPGRADE");
        }
        if (source != target) {
            assertHasRoomFor(vm, target);
        }
    }

    private void assertMayStartOn(XenObject vm, XenObject host) throws XeError {
        if (pool.isUpgrading() && pool.hostOf(host).version().isOlderThan(pool.newestVersion())) {
            throw XeError.api("NOT_SUPPORTED_DURING_UPGRADE");
        }
        assertHasRoomFor(vm, host);
    }

    private XenObject placeFor(XenObject vm) throws XeError {
        XeError last = XeError.api("NO_HOSTS_AVAILABLE");
        List<XenObject> byRoom = database.all("host").stream()
                .sorted(Comparator.comparing((XenObject host) -> XenMemory.free(database, host))
                        .reversed())
                .toList();
        for (XenObject host : byRoom) {
            try {
                if (pool.hostOf(host).version().isOlderThan(pool.coordinator().version())) {
                    throw XeError.api("VM_HOST_INCOMPATIBLE_VERSION", XeClasses.shown(host), XeClasses.shown(vm));
                }
                assertMayStartOn(vm, host);
                return host;
            } catch (XeError refused) {
                last = byRoom.size() == 1 ? refused : last;
            }
        }
        throw last;
    }

    private void assertHasRoomFor(XenObject vm, XenObject host) throws XeError {
        if (!pool.isLive(host)) {
            throw XeError.api("HOST_OFFLINE", XeClasses.shown(host));
        }
        if (!host.is("enabled")) {
            throw XeError.api("HOST_DISABLED", XeClasses.shown(host));
        }
        for (XenObject vbd : database.of("vbd", "vm", vm)) {
            Optional<XenObject> vdi = database.find("vdi", vbd.get("vdi"));
            if (vdi.isPresent() && !isAttached(vdi.get().get("sr"), host)) {
                throw XeError.api(
                        "VM_REQUIRES_SR",
                        XeClasses.shown(vm),
                        XeClasses.shown(database.get("sr", vdi.get().get("sr"))));
            }
        }
        for (XenObject vif : database.of("vif", "vm", vm)) {
            XenObject network = database.get("network", vif.get("network"));
            if (!isReachable(network, host)) {
                throw XeError.api("VM_REQUIRES_NETWORK", XeClasses.shown(vm), XeClasses.shown(network));
            }
        }
        long free = XenMemory.free(database, host);
        if (free < XenMemory.need(vm)) {
            throw XeError.api("HOST_NOT_ENOUGH_FREE_MEMORY", Long.toString(XenMemory.need(vm)), Long.toString(free));
        }
    }

    private boolean isAttached(String sr, XenObject host) {
        return database.all("pbd").stream()
                .anyMatch(pbd -> pbd.get("sr").equals(sr)
                        && pbd.get("host").equals(host.uuid())
                        && pbd.is("currently-attached"));
    }

    /** A network without any interface is one of each host's own. */
    private boolean isReachable(XenObject network, XenObject host) {
        List<XenObject> pifs = database.of("pif", "network", network);
        return pifs.isEmpty() || pifs.stream().anyMatch(pif -> pif.get("host").equals(host.uuid()));
    }

    private void assertState(XenObject vm, String expected) throws XeError {
        if (!vm.get("power-state").equals(expected)) {
            throw XeError.api("VM_BAD_POWER_STATE", XeClasses.shown(vm), expected, vm.get("power-state"));
        }
    }

    private static void assertIdle(XenObject vm) throws XeError {
        if (!vm.map("current-operations").isEmpty()) {
            throw XeError.api("OTHER_OPERATION_IN_PROGRESS", "VM", XeClasses.shown(vm));
        }
    }

    private void assertReachable(XenObject host) throws XeError {
        if (!pool.isLive(host)) {
            throw XeError.api("CANNOT_CONTACT_HOST", XeClasses.shown(host));
        }
    }

    private void release(XenObject vm) {
        vm.map("current-operations").clear();
        vm.with("scheduled-to-be-resident-on", "");
        pool.changed();
    }

    static boolean isHvm(XenObject vm) {
        return !vm.get("HVM-boot-policy").isEmpty();
    }
}
