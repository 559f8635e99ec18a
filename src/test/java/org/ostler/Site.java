package org.ostler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.ostler.platform.Json;

/** What an engine is told of the world: inventory and credentials in the API's own words. */
public final class Site {
    private Site() {}

    /**
     * A cluster of one KVM host.
     *
     * @param name of cluster and host
     * @param port where it is reached: its own, or that of something in between
     */
    public static ObjectNode of(LinuxTree host, String name, int port, String user) throws IOException {
        ObjectNode site = Json.mapper().createObjectNode();
        site.putObject("credentials")
                .putObject("login")
                .put("kind", "SSH_KEY")
                .put("user", user)
                .put("privateKey", host.key())
                .put("sudo", !user.equals("root"));
        ObjectNode cluster = site.putObject("inventory")
                .putArray("zones")
                .addObject()
                .put("name", "real")
                .putArray("pods")
                .addObject()
                .put("name", "rack")
                .putArray("clusters")
                .addObject()
                .put("name", name)
                .put("hypervisor", "KVM");
        cluster.putArray("hosts")
                .addObject()
                .put("name", name)
                .put("address", "127.0.0.1")
                .put("port", port)
                .put("credential", "login");
        return site;
    }
}
