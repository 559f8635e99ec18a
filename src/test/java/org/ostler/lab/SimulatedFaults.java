package org.ostler.lab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A technician's hands, and bad luck. */
public final class SimulatedFaults {
    private final DataCentre centre;
    private final XenPool pool;
    private final ManagementPart management;
    private final SimulatedTime time;

    SimulatedFaults(DataCentre centre, XenPool pool, ManagementPart management, SimulatedTime time) {
        this.centre = centre;
        this.pool = pool;
        this.management = management;
        this.time = time;
    }

    public void insertInstaller(String host) {
        pool.hostNamed(host).insertInstaller(centre.settings().scenario().to());
    }

    public void silence(String host, Duration howLong) {
        centre.host(host).faults().refusesSsh(true);
        time.later(howLong, () -> centre.host(host).faults().refusesSsh(false));
    }

    public void powerOff(String host) {
        if (centre.host(host).isUp()) {
            centre.host(host).powerOff();
        }
    }

    public void powerOn(String host) {
        centre.host(host).powerOn();
    }

    public void crash(String host) {
        if (centre.host(host).isUp()) {
            centre.host(host).reboot();
        }
    }

    /** A guest stops by itself. */
    public void stop(String instance) {
        pool.power(instance, Optional.empty());
    }

    /** A person starts a guest that should run, on a host that may take it. */
    public void start(String uuid) {
        pool.hosts().stream()
                .filter(host -> host.toolstackRuns() && pool.record(host).is("enabled"))
                .max(java.util.Comparator.comparing(XenHost::version))
                .ifPresent(host -> pool.vms().stream()
                        .filter(vm -> vm.uuid().equals(uuid))
                        .forEach(vm -> pool.power(vm.instance(), Optional.of(host.name()))));
    }

    /** xapi forgets that this guest has drivers. */
    public void forgetDrivers(String instance) {
        pool.database().named("vm", instance).ifPresent(vm -> vm.dropMap("PV-drivers-version"));
    }

    public void holdTray(String instance, boolean held) {
        pool.tray(instance, held);
    }

    /** Whatever goes on in the pool is cancelled by somebody. */
    public void cancelTasks() {
        pool.database().all("task").forEach(task -> task.with("cancelling", "true"));
    }

    public void unplugStorage(String host) {
        shared(host).forEach(pbd -> pbd.with("currently-attached", false));
    }

    public void plugStorage(String host) {
        shared(host).forEach(pbd -> pbd.with("currently-attached", true));
    }

    private List<XenObject> shared(String host) {
        return pool.database().of("pbd", "host", pool.record(pool.hostNamed(host))).stream()
                .filter(pbd -> pool.database().get("sr", pbd.get("sr")).is("shared"))
                .toList();
    }

    public void enable(String host, boolean enabled) {
        pool.enable(pool.record(pool.hostNamed(host)), enabled);
    }

    public void cloudIsSlow(Duration each) {
        management.api().faults().slow(each);
    }

    public void cloudRefuses(int requests) {
        management.api().faults().failRequests(requests);
    }

    public void cloudLosesAnswers(int calls) {
        management.api().faults().loseAnswers(calls);
    }

    /** All that can be mended by hand is mended; hosts that are meant to be down are left alone. */
    public void mendAll(Set<String> meantToBeDown) {
        management.api().faults().mend();
        for (XenHost host : pool.hosts()) {
            host.faults().mend();
            if (!meantToBeDown.contains(host.name())) {
                host.powerOn();
            }
        }
        pool.vms().forEach(vm -> pool.tray(vm.instance(), false));
    }

    /** Empty when nothing usable comes back. */
    Optional<CloudReply> answer(CloudRequest request) {
        CloudFaults broken = management.api().faults();
        time.advance(broken.slow());
        if (!management.apiAnswers() || broken.failsNow()) {
            return Optional.empty();
        }
        try {
            CloudReply reply = management.api().answer(request);
            return !request.changesNothing() && broken.losesAnswer() ? Optional.empty() : Optional.of(reply);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
