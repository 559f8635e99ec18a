package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class XenPoolTest {
    private static final String PREPARE = "bash /opt/xensource/bin/cloud-prepare-upgrade.sh";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void walksThroughAWholeRollingUpgrade(LabSettings.Scenario scenario) throws IOException {
        try (LabBench bench = new LabBench(directory, scenario)) {
            Set<String> ranBefore = running(bench);
            bench.xe("xs1", "pool-ha-disable");
            assertEquals(1, bench.run("xs1", PREPARE).exit());
            assertEquals(0, bench.run("xs1", PREPARE).exit());
            for (String host : List.of("xs1", "xs2", "xs3")) {
                upgrade(bench, host, scenario);
            }
            assertFalse(bench.pool().isUpgrading());
            assertEquals(ranBefore, running(bench));
            assertEquals("", bench.uuid("pbd-list currently-attached=false"));
            bench.run("xs2", "bash /opt/xensource/bin/cloud-clean-vlan.sh");
            assertEquals(
                    0,
                    bench.run("xs1", "xe network-list params=name-label").out().split("-1115\n", -1).length - 1);
            assertEquals(
                    scenario.to().product(),
                    bench.xe(
                                    "xs2",
                                    "host-param-get uuid=" + bench.host("xs3")
                                            + " param-name=software-version param-key=product_version")
                            .strip());
        }
    }

    private static void upgrade(LabBench bench, String host, LabSettings.Scenario scenario) {
        String uuid = bench.host(host);
        bench.xe("xs1", "host-disable uuid=" + uuid);
        leave(bench, host);
        bench.xe("xs1", "host-reboot uuid=" + uuid);
        awaitsReboot(bench, host);
        assertEquals(scenario.from(), bench.pool().hostNamed(host).version());
        bench.pool().hostNamed(host).insertInstaller(scenario.to());
        awaitsReboot(bench, host);
        assertEquals(scenario.to(), bench.pool().hostNamed(host).version());
        assertEquals(
                1,
                bench.run(host, "test -x /opt/xensource/bin/setupxenserver.sh").exit());
        XenFiles.addCloudStackScripts(bench.pool().hostNamed(host));
        LabVisit.Said setUp = bench.run(host, "bash /opt/xensource/bin/setupxenserver.sh");
        assertTrue(setUp.err().contains("mv: cannot stat `/etc/cron.daily/logrotate'"), setUp.err());
        assertEquals("success\n", setUp.out());
        for (String pbd : bench.uuid("pbd-list currently-attached=false host-uuid=" + uuid)
                .split(",", -1)) {
            bench.xe("xs1", "pbd-plug uuid=" + pbd);
        }
        for (XenPool.Vm vm : bench.pool().vms()) {
            if (vm.state().equals("halted") && !vm.instance().equals("i-4-13-VM")) {
                bench.xe("xs1", "vm-start uuid=" + vm.uuid() + " on=" + host);
            }
        }
    }

    /** As the guide does it: migrates what can go, mends what can be mended, shuts down the rest. */
    private static void leave(LabBench bench, String host) {
        for (XenPool.Vm vm : bench.pool().vms()) {
            if (!vm.host().equals(Optional.of(host))) {
                continue;
            }
            LabVisit.Said said = migrate(bench, vm, host);
            if (said.exit() != 0 && vm.instance().equals("i-2-8-VM")) {
                assertEquals(
                        2,
                        bench.run(host.equals("xs2") ? "xs3" : "xs2", mend(vm)).exit());
                assertEquals(0, bench.run(host, mend(vm)).exit());
                said = migrate(bench, vm, host);
            }
            if (said.exit() != 0) {
                bench.xe("xs1", "vm-shutdown uuid=" + vm.uuid() + " force=true");
            }
        }
    }

    private static String mend(XenPool.Vm vm) {
        return "bash /opt/xensource/bin/make_migratable.sh " + vm.uuid();
    }

    private static LabVisit.Said migrate(LabBench bench, XenPool.Vm vm, String away) {
        LabVisit.Said said = new LabVisit.Said(1, "", "");
        for (String target : List.of("xs1", "xs2", "xs3")) {
            if (!target.equals(away) && said.exit() != 0) {
                said = bench.run(
                        "xs1", "xe vm-migrate uuid=" + vm.uuid() + " host-uuid=" + bench.host(target) + " live=true");
            }
        }
        return said;
    }

    private static void awaitsReboot(LabBench bench, String host) {
        LabHost there = bench.centre().host(host);
        LabHostTest.awaits(() -> !there.isUp());
        LabHostTest.awaits(
                () -> there.isUp() && bench.run(host, "xe host-list --minimal").exit() == 0);
    }

    private static Set<String> running(LabBench bench) {
        return bench.pool().vms().stream()
                .filter(vm -> vm.state().equals("running"))
                .map(XenPool.Vm::instance)
                .collect(Collectors.toSet());
    }

    @Test
    void forbidsTheWayBackToAnOldHost() throws IOException {
        try (LabBench bench = bench()) {
            bench.run("xs1", PREPARE);
            bench.pool().power("i-2-3-VM", Optional.empty());
            leaveAndInstall(bench, "xs1");
            assertEquals(
                    "true",
                    bench.xe(
                                    "xs1",
                                    "pool-param-get uuid=" + bench.pool().uuid()
                                            + " param-name=other-config param-key=rolling_upgrade_in_progress")
                            .strip());
            LabVisit.Said old = bench.run("xs1", "xe vm-start vm=i-2-3-VM on=xs2");
            assertEquals("This operation is not supported during an upgrade.\n", old.err());
            bench.xe(
                    "xs1",
                    "pbd-plug uuid="
                            + bench.uuid("pbd-list sr-name-label=nfs-primary-1 host-uuid=" + bench.host("xs1")));
            bench.xe("xs1", "vm-start vm=i-2-3-VM");
            assertEquals(
                    Optional.of("xs1"),
                    bench.pool().vm("i-2-3-VM").orElseThrow().host());
            LabVisit.Said back = bench.run("xs1", "xe vm-migrate vm=i-2-3-VM host=xs2 live=true");
            assertEquals("This operation is not supported during an upgrade.\n", back.err());
        }
    }

    private static void leaveAndInstall(LabBench bench, String host) {
        bench.xe("xs1", "host-disable uuid=" + bench.host(host));
        leave(bench, host);
        bench.pool().hostNamed(host).insertInstaller(XenVersion.V6_0_2);
        bench.xe("xs1", "host-reboot host=" + host);
        awaitsReboot(bench, host);
    }

    @Test
    void leavesMembersInEmergencyWhileTheCoordinatorIsAway() throws IOException {
        try (LabBench bench = bench()) {
            bench.pool().hostNamed("xs1").powerOff();
            assertEquals(
                    "true\n", bench.run("xs2", "xe host-is-in-emergency-mode").out());
            assertEquals(
                    new LabVisit.Said(1, "", "Cannot perform operation as the host is running in emergency mode.\n"),
                    bench.run("xs2", "xe host-list"));
            assertEquals("halted", bench.pool().vm("i-2-3-VM").orElseThrow().state());
            bench.pool().hostNamed("xs1").powerOn();
            LabHostTest.awaits(() -> bench.run("xs2", "xe host-list --minimal").exit() == 0);
        }
    }

    @Test
    void cancelsAMigrationByItsTask() throws Exception {
        try (LabBench bench = new LabBench(directory, LabSettings.Scenario.FROM_5_6_SP2, 20)) {
            bench.run("xs1", "bash /opt/xensource/bin/cloud-prepare-upgrade.sh");
            String vm = bench.vm("i-2-5-VM");
            Thread migration = new Thread(() -> {
                LabVisit.Said said = bench.run("xs1", "xe vm-migrate uuid=" + vm + " host=xs3 live=true");
                assertTrue(said.err().startsWith("The request was asynchronously cancelled.\ntask: "), said.err());
            });
            migration.start();
            LabHostTest.awaits(() -> !pending(bench).isEmpty());
            assertEquals(1, bench.run("xs1", "xe vm-shutdown uuid=" + vm).exit());
            bench.xe("xs1", "task-cancel uuid=" + pending(bench));
            migration.join();
            assertEquals(
                    Optional.of("xs1"),
                    bench.pool().vm("i-2-5-VM").orElseThrow().host());
            assertEquals("", pending(bench));
        }
    }

    private static String pending(LabBench bench) {
        return bench.uuid("task-list name-label=VM.pool_migrate status=pending");
    }

    @Test
    void remembersInstalledVersionsAndPlacesAfterARestart() throws IOException {
        String boot;
        try (LabBench bench = bench()) {
            bench.run("xs1", PREPARE);
            bench.xe("xs1", "vm-migrate vm=i-2-3-VM host=xs3 live=true");
            bench.pool().hostNamed("xs2").insertInstaller(XenVersion.V6_0_2);
            bench.pool().tray("i-2-7-VM", true);
            boot = bench.centre().host("xs2").bootId().toString();
        }
        try (LabBench bench = bench()) {
            assertEquals(
                    Optional.of("xs3"),
                    bench.pool().vm("i-2-3-VM").orElseThrow().host());
            assertEquals(
                    Optional.of(XenVersion.V6_0_2),
                    bench.pool().hostNamed("xs2").installer());
            assertEquals(XenPool.TRAY_HELD, bench.pool().tray("i-2-7-VM"));
            assertEquals(boot, bench.centre().host("xs2").bootId().toString());
            assertNotEquals("", bench.uuid("vlan-list"));
        }
    }

    private LabBench bench() throws IOException {
        return new LabBench(directory, LabSettings.Scenario.FROM_5_6_SP2);
    }
}
