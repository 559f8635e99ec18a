package org.ostler.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What CloudStack's scripts do on a host, wherever their files lie. */
final class XenScripts {
    static final List<String> NAMES =
            List.of("cloud-clean-vlan.sh", "cloud-prepare-upgrade.sh", "make_migratable.sh", "setupxenserver.sh");

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    /** A call of xe in a script takes its time. */
    private static final Duration EACH_CALL = Duration.ofMillis(300);

    private final XenPool pool;
    private final XenDatabase database;

    private XenScripts(XenPool pool) {
        this.pool = pool;
        this.database = pool.database();
    }

    static void installOn(XenHost host, XenPool pool) {
        XenScripts scripts = new XenScripts(pool);
        host.installScript("cloud-clean-vlan.sh", scripts::cleanVlans);
        host.installScript("cloud-prepare-upgrade.sh", scripts::prepareUpgrade);
        host.installScript("make_migratable.sh", scripts::makeMigratable);
        host.installScript("setupxenserver.sh", scripts::setUp);
        host.installScript("xe", call -> host.program("xe").orElseThrow().run(call));
    }

    /** Hides every error, and always ends well: also while nothing answers, when it has done nothing. */
    private int cleanVlans(Invocation call) throws InterruptedException {
        if (!answers(call)) {
            return 0;
        }
        for (XenObject vlan : database.all("vlan")) {
            call.host().clock().pause(EACH_CALL);
            quietly(() -> XeNetworkCommands.destroyVlan(pool, vlan));
        }
        for (XenObject network : database.all("network")) {
            if (network.get("name-label").startsWith("VLAN")) {
                quietly(() -> XeNetworkCommands.destroyNetwork(pool, network));
            }
        }
        pool.changed();
        return 0;
    }

    private int prepareUpgrade(Invocation call) throws IOException, InterruptedException {
        if (!answers(call)) {
            call.complain("Lost connection to the server.");
            return 1;
        }
        spreadVlans(call);
        boolean ejected = true;
        for (XenObject vm : guests()) {
            call.host().clock().pause(EACH_CALL);
            ejected &= emptyDrives(call, vm);
        }
        for (XenObject vm : guests()) {
            lookAtDrivers(call, vm);
        }
        pool.changed();
        return ejected ? 0 : 1;
    }

    private List<XenObject> guests() {
        return database.all("vm", vm -> !vm.is("is-control-domain") && !vm.is("is-a-template"));
    }

    private void spreadVlans(Invocation call) throws InterruptedException {
        for (XenObject network : database.all("network")) {
            List<XenObject> interfaces = database.of("pif", "network", network);
            if (interfaces.isEmpty() || interfaces.get(0).get("VLAN").equals("-1")) {
                continue;
            }
            XenObject known = interfaces.get(0);
            for (XenObject below : database.all(
                    "pif",
                    pif -> pif.get("device").equals(known.get("device"))
                            && pif.get("VLAN").equals("-1"))) {
                call.host().clock().pause(EACH_CALL);
                quietly(() -> XeNetworkCommands.tag(pool, below, network, known.get("VLAN")));
            }
        }
    }

    private boolean emptyDrives(Invocation call, XenObject vm) throws IOException {
        boolean ejected = true;
        for (XenObject drive : XeMachineCommands.cds(pool, vm)) {
            if (drive.is("empty") || !pool.isRunning(vm.uuid())) {
                continue;
            }
            call.println("Need to eject CD for VM " + vm.get("name-label"));
            try {
                XeMachineCommands.eject(pool, drive);
            } catch (XeError locked) {
                call.complain(locked.getMessage());
                call.println("can't eject CD for VM " + vm.get("name-label") + ", please unmount it in the VM");
                ejected = false;
            }
        }
        return ejected;
    }

    private static void lookAtDrivers(Invocation call, XenObject vm) throws IOException {
        if (!vm.get("power-state").equals("running")) {
            call.println("VM " + vm.uuid() + " is in " + vm.get("power-state"));
        } else if (XenMachines.isHvm(vm) && !vm.hasMap("PV-drivers-version")) {
            call.println("Warning VM " + vm.uuid()
                    + " is HVM, but PV driver is not installed, you may need to stop it manually");
        }
    }

    /** Ends with 1 for no uuid, 2 for a guest that is not here, 3 for one that does not run. */
    private int makeMigratable(Invocation call) throws IOException {
        String uuid = call.arguments().isEmpty() ? "" : call.arguments().get(0);
        if (!uuid.matches(UUID)) {
            call.println("usage: make_migratable.sh UUID");
            return 1;
        }
        Optional<XenObject> vm = database.find("vm", uuid);
        String here = pool.record(pool.hostNamed(call.host().name())).uuid();
        boolean runs = vm.map(guest -> pool.isRunning(uuid)).orElse(false);
        if (vm.isEmpty() || (runs && !vm.get().get("resident-on").equals(here))) {
            call.println("VM " + uuid + " is not on this host");
            return 2;
        }
        if (!runs) {
            call.println("VM " + uuid + " is not running");
            return 3;
        }
        XenEstate.drivers(vm.get(), pool.hostNamed(call.host().name()).version());
        pool.changed();
        return 0;
    }

    private int setUp(Invocation call) throws IOException, InterruptedException {
        call.host().clock().pause(EACH_CALL);
        LabFileSystem files = call.host().files();
        call.complain("iptables: Bad rule (does a matching rule exist in that chain?).");
        files.write("/etc/modprobe.d/disable-ipv6", "options ipv6 disable=1\n");
        files.write("/etc/sysctl.conf", "net.ipv4.ip_forward = 0\nnet.ipv6.conf.all.disable_ipv6 = 1\n");
        if (files.exists("/etc/cron.daily/logrotate")) {
            files.rename("/etc/cron.daily/logrotate", "/etc/cron.hourly/logrotate");
        } else {
            call.complain("mv: cannot stat `/etc/cron.daily/logrotate': No such file or directory");
        }
        call.println("success");
        pool.changed();
        return 0;
    }

    private boolean answers(Invocation call) {
        try {
            pool.assertAnswers(pool.hostNamed(call.host().name()));
            return true;
        } catch (XeError silent) {
            return false;
        }
    }

    /** The scripts throw away what xe complains about. */
    private interface Hidden {
        void run() throws XeError;
    }

    private static void quietly(Hidden work) {
        try {
            work.run();
        } catch (XeError hidden) {
            System.getLogger(XenScripts.class.getName()).log(System.Logger.Level.TRACE, "hidden by a script", hidden);
        }
    }
}
