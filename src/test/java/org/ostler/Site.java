package org.ostler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.ostler.platform.Json;

/** What an engine is told of the world: inventory and credentials in the API's own words. */
public final class Site {
    private Site() {}

    /** Of nothing so far. */
    public static ObjectNode empty() {
        ObjectNode site = Json.mapper().createObjectNode();
        site.putObject("credentials");
        site.putObject("inventory")
                .putArray("zones")
                .addObject()
                .put("name", "real")
                .putArray("pods")
                .addObject()
                .put("name", "rack")
                .putArray("clusters");
        return site;
    }

    /** Of a cluster with one KVM host; see {@link #add}. */
    public static ObjectNode of(LinuxTree host, String name, int port, String user) throws IOException {
        return add(empty(), host, name, port, user);
    }

    /**
     * Adds a cluster of one KVM host.
     *
     * @param name of cluster and host
     * @param port where it is reached: its own, or that of something in between
     * @param user root, or somebody who becomes root by sudo
     */
    public static ObjectNode add(ObjectNode site, LinuxTree host, String name, int port, String user)
            throws IOException {
        site.withObject("/credentials")
                .putObject("login-" + name)
                .put("kind", "SSH_KEY")
                .put("user", user)
                .put("privateKey", host.key())
                .put("sudo", !user.equals("root"));
        site.withArray("/inventory/zones/0/pods/0/clusters")
                .addObject()
                .put("name", name)
                .put("hypervisor", "KVM")
                .putArray("hosts")
                .addObject()
                .put("name", name)
                .put("address", host.address())
                .put("port", port)
                .put("credential", "login-" + name);
        return site;
    }
}
