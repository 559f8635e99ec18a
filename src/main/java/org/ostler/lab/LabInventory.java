package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The lab in the words of Ostler's API: the inventory document and the credentials that it names. */
final class LabInventory {
    private static final String DATABASE = "lab-database";
    private static final String API = "lab-cloudstack";

    private final DataCentre centre;
    private final ManagementPart management;
    private final TechnicianPart technician;

    LabInventory(DataCentre centre, ManagementPart management, TechnicianPart technician) {
        this.centre = centre;
        this.management = management;
        this.technician = technician;
    }

    void publish(ObjectNode lab) {
        credentials(lab.putObject("credentials"));
        ObjectNode zone = lab.putObject("inventory").putArray("zones").addObject();
        zone.put("name", CloudSeed.ZONE);
        managementServer(zone.putArray("managementServers").addObject());
        ObjectNode pod = zone.putArray("pods").addObject().put("name", CloudSeed.POD);
        ArrayNode clusters = pod.putArray("clusters");
        XenPool xen = centre.part(XenPool.class);
        cluster(clusters, CloudSeed.XEN_CLUSTER, "XENSERVER", List.copyOf(xen.hosts()));
        Map<String, List<LinuxPart.Member>> linux = centre.part(LinuxPart.class).members().stream()
                .collect(Collectors.groupingBy(LinuxPart.Member::cluster, LinkedHashMap::new, Collectors.toList()));
        linux.forEach((name, members) -> cluster(
                clusters,
                name,
                members.get(0).hypervisor(),
                members.stream().<LabHost>map(LinuxPart.Member::host).toList()));
    }

    /** The hosts of a rack were installed with one password. */
    private static String credential(LabHost host) {
        return "lab-" + (LinuxRack.holds(host.name()) ? "rack" : host.name());
    }

    private void credentials(ObjectNode all) {
        for (LabHost host : centre.hosts()) {
            all.putObject(credential(host))
                    .put("kind", "SSH_PASSWORD")
                    .put("user", "root")
                    .put("password", host.rootPassword())
                    .put("sudo", false);
        }
        all.putObject(DATABASE)
                .put("kind", "DATABASE")
                .put("user", ManagementPart.DATABASE_USER)
                .put("password", management.databasePassword());
        all.putObject(API)
                .put("kind", "CLOUDSTACK_API")
                .put("user", management.apiKey())
                .put("password", management.secretKey());
    }

    private void managementServer(ObjectNode node) {
        LabHost host = management.host();
        node.put("name", host.name())
                .put("address", "127.0.0.1")
                .put("port", host.sshPort())
                .put("credential", credential(host))
                .put("databaseHost", "localhost")
                .put("databaseCredential", DATABASE)
                .put("apiUrl", management.apiUrl())
                .put("apiCredential", API)
                .put("outOfBand", technician.outOfBand(host.name()));
    }

    private void cluster(ArrayNode clusters, String name, String hypervisor, List<LabHost> members) {
        ObjectNode cluster = clusters.addObject().put("name", name).put("hypervisor", hypervisor);
        ArrayNode hosts = cluster.putArray("hosts");
        for (LabHost host : members) {
            hosts.addObject()
                    .put("name", host.name())
                    .put("address", "127.0.0.1")
                    .put("port", host.sshPort())
                    .put("credential", credential(host))
                    .put("outOfBand", technician.outOfBand(host.name()));
        }
    }
}
