package org.ostler.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Commands about hosts and the pool. */
final class XeHostCommands {
    /** What a command does with the chosen host. */
    @FunctionalInterface
    private interface Operation {
        void on(XenObject host) throws Exception;
    }

    private static final String HA_CONFIGURATION = "ha-config:";
    private static final Duration HA_CHANGE = Duration.ofSeconds(10);

    private final XeClass hosts;
    private final XeClass machines;

    XeHostCommands(XeClasses classes) {
        hosts = classes.of("host").orElseThrow();
        machines = classes.of("vm").orElseThrow();
    }

    void addTo(Map<String, XeCall.Form> forms) {
        add(forms, "host-disable", "Disable the XE host", (call, host) -> call.pool()
                .enable(host, false));
        add(forms, "host-enable", "Enable the XE host", (call, host) -> {
            call.pool().enable(host, true);
            host.map("other-config").remove("MAINTENANCE_MODE");
        });
        add(forms, "host-reboot", "Reboot the XE host", (call, host) -> {
            assertEmpty(call, host);
            call.pool().hostOf(host).rebootSoon();
        });
        add(forms, "host-shutdown", "Shutdown the XE host", (call, host) -> {
            assertEmpty(call, host);
            call.pool().hostOf(host).powerOffSoon();
        });
        add(forms, "host-evacuate", "Migrate all VMs off a host", XeHostCommands::evacuate);
        forms.put(
                "host-get-vms-which-prevent-evacuation",
                XeRecords.form(
                        "uuid",
                        "",
                        "Return a list of VMs which prevent the evacuation of a specific host and"
                                + " display reasons for each one.",
                        this::obstacles));
        forms.put(
                "pool-ha-enable",
                XeRecords.form(
                        "",
                        "heartbeat-sr-uuids ha-config:",
                        "Enable HA on this Pool",
                        call -> highAvailability(call, true)));
        forms.put(
                "pool-ha-disable",
                XeRecords.form("", "", "Disable HA on this Pool", call -> highAvailability(call, false)));
        forms.put("pool-sync-database", XeRecords.form("", "", "Synchronise the current database", call -> call.pool()
                .changed()));
        forms.put("pool-recover-slaves", XeRecords.form("", "", "Recover slaves", call -> call.pool()
                .changed()));
    }

    @FunctionalInterface
    private interface OnHost {
        void run(XeCall call, XenObject host) throws Exception;
    }

    private void add(Map<String, XeCall.Form> forms, String name, String description, OnHost work) {
        forms.put(
                name,
                XeRecords.form("", "<host-selectors>", description, call -> one(call, host -> work.run(call, host))));
    }

    private void one(XeCall call, Operation operation) throws Exception {
        Map<String, String> filters =
                new LinkedHashMap<>(call.arguments().filters(Set.of("network-uuid", "batch-size", "auto-enable")));
        Optional<String> named = Optional.ofNullable(filters.remove("host"));
        List<XenObject> found = new ArrayList<>(XeRecords.select(call.pool(), hosts, filters));
        named.ifPresent(wanted -> found.removeIf(
                host -> !host.uuid().equals(wanted) && !host.get("name-label").equals(wanted)));
        if (found.isEmpty()) {
            throw XeError.said("No matching hosts found");
        }
        if (found.size() > 1 && !call.arguments().flag("multiple")) {
            throw XeError.said("Multiple matches hosts found. --multiple required to complete the operation");
        }
        for (XenObject host : found) {
            operation.on(host);
        }
    }

    private static void assertEmpty(XeCall call, XenObject host) throws XeError {
        if (!call.pool().isLive(host)) {
            throw XeError.api("HOST_OFFLINE", XeClasses.shown(host));
        }
        if (host.is("enabled")) {
            throw XeError.api("HOST_NOT_DISABLED");
        }
        List<XenObject> guests = call.pool().machines().runningOn(host);
        if (!guests.isEmpty()) {
            throw XeError.api("HOST_IN_USE", XeClasses.shown(host), "VM", XeClasses.shown(guests.get(0)));
        }
    }

    private static void evacuate(XeCall call, XenObject host) throws XeError, InterruptedException {
        XenMachines guests = call.pool().machines();
        List<String> obstacles = new ArrayList<>();
        for (XenObject vm : guests.runningOn(host)) {
            guests.obstacle(vm).ifPresent(refused -> obstacles.add(refused.asReason()));
        }
        if (!obstacles.isEmpty()) {
            throw XeError.api("CANNOT_EVACUATE_HOST", obstacles.stream().collect(Collectors.joining("|")));
        }
        for (XenObject vm : guests.runningOn(host)) {
            guests.migrate(vm, guests.targets(host).get(0));
        }
    }

    private void obstacles(XeCall call) throws Exception {
        XenObject host = call.byUuid("host");
        for (XenObject vm : call.pool().machines().runningOn(host)) {
            Optional<XeError> refused = call.pool().machines().obstacle(vm);
            if (refused.isPresent()) {
                List<XeField> fields = new ArrayList<>(machines.fields().stream()
                        .filter(field -> machines.shown().contains(field.name())
                                && !field.name().equals("power-state"))
                        .toList());
                fields.add(XeField.plain("reason", object -> refused.get().asReason()));
                call.printer().records(List.of(XeRecords.row(fields, vm)));
            }
        }
    }

    private static void highAvailability(XeCall call, boolean on) throws XeError, InterruptedException {
        XenObject pool = call.database().all("pool").get(0);
        if (pool.is("ha-enabled") == on) {
            throw XeError.api(on ? "HA_IS_ENABLED" : "HA_NOT_ENABLED");
        }
        Optional<XenObject> heartbeat = on ? Optional.of(heartbeatStorage(call)) : Optional.empty();
        call.pool().tasks().carryOut(on ? "pool.ha_enable" : "pool.ha_disable", task -> {
            task.takes(HA_CHANGE);
            heartbeat.ifPresent(storage -> setUp(call, pool, storage));
            pool.with("ha-enabled", on).with("ha-plan-exists-for", on ? pool.get("ha-host-failures-to-tolerate") : "0");
        });
    }

    /** xapi takes the first storage that was named, or the first that is suitable. */
    private static XenObject heartbeatStorage(XeCall call) throws XeError {
        if (call.pool().isUpgrading()) {
            throw XeError.api("NOT_SUPPORTED_DURING_UPGRADE");
        }
        for (XenObject host : call.database().all("host")) {
            if (!call.pool().isLive(host)) {
                throw XeError.api("HOST_OFFLINE", XeClasses.shown(host));
            }
        }
        Optional<String> named = call.arguments().get("heartbeat-sr-uuids");
        if (named.isPresent()) {
            String first = named.get().split(",", 2)[0];
            return call.database().find("sr", first).orElseThrow(() -> XeError.uuidInvalid("sr", first));
        }
        return call
                .database()
                .all(
                        "sr",
                        storage -> storage.is("shared")
                                && storage.get("content-type").equals("user"))
                .stream()
                .findFirst()
                .orElseThrow(() -> XeError.api("CANNOT_CREATE_STATE_FILE"));
    }

    private static void setUp(XeCall call, XenObject pool, XenObject storage) {
        pool.set("ha-statefiles").clear();
        pool.set("ha-statefiles")
                .add(XenEstate.statefile(call.database(), storage).uuid());
        pool.map("ha-configuration").clear();
        call.arguments().parameters().forEach((name, value) -> {
            if (name.startsWith(HA_CONFIGURATION)) {
                pool.map("ha-configuration").put(name.substring(HA_CONFIGURATION.length()), value);
            }
        });
    }
}
