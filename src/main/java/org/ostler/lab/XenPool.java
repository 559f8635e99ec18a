package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pool of three XenServer hosts: xs1 is its coordinator. */
final class XenPool implements Part {
    /**
     * A virtual machine as xapi knows it now.
     *
     * @param state running, halted, paused or suspended
     * @param host the name of the host where it runs
     */
    record Vm(String uuid, String instance, String state, Optional<String> host) {}

    private final List<XenHost> hosts = new ArrayList<>();

    @Override
    public String key() {
        return "xen";
    }

    @Override
    public void start(DataCentre centre) {
        for (String name : List.of("xs1", "xs2", "xs3")) {
            XenHost host = new XenHost(
                    name, centre.clock(), centre.settings().scenario().from());
            hosts.add(host);
            centre.add(host);
        }
    }

    @Override
    public ObjectNode save() {
        return LabJson.object();
    }

    @Override
    public void restore(ObjectNode saved) {}

    @Override
    public void routes(LabHttp http) {}

    List<XenHost> hosts() {
        return List.copyOf(hosts);
    }

    /** All guests, without the control domains; true also while no host answers: this is the storage's view. */
    List<Vm> vms() {
        return List.of();
    }

    Optional<Vm> vm(String instance) {
        return vms().stream().filter(vm -> vm.instance().equals(instance)).findFirst();
    }

    /** The pool's uuid, which is the CloudStack cluster's guid. */
    String uuid() {
        return "";
    }

    /** The tags of a host in xapi, among them CloudStack's {@code vmops-version-…}. */
    List<String> tags(String host) {
        return List.of();
    }

    /** What CloudStack does to a managed host whose set-up tag is gone. */
    void addTag(String host, String tag) {}

    /** The host whose toolstack rules the pool answers. */
    boolean isCoordinatorUp() {
        return hosts.get(0).isUp();
    }

    /** The guest locks or releases its drive's tray, by a person's hand inside the guest. */
    void tray(String instance, boolean locked) {}

    /** By CloudStack: starts a stopped guest on a host, or stops it. */
    void power(String instance, Optional<String> startOn) {}
}
