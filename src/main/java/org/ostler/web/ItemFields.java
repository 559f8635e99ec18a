package org.ostler.web;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.ClusterDraft;
import org.ostler.inventory.Host;
import org.ostler.inventory.HostDraft;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.ManagementServer;
import org.ostler.inventory.ManagementServerDraft;
import org.ostler.platform.Refusal;

/** What is typed into the inventory's form; each kind of thing uses some of it. */
public class ItemFields implements Serializable {
    private static final long serialVersionUID = 1L;

    private String name = "";
    private Hypervisor hypervisor = Hypervisor.KVM;
    private boolean fourEyes;
    private String address = "";
    private int port = 22;
    private String outOfBand = "";
    private String credential = "";
    private boolean weakAlgorithms;
    private String databaseHost = "localhost";
    private String databaseCredential = "";
    private String apiUrl = "";
    private String apiCredential = "";

    void read(Cluster cluster) {
        name = cluster.name();
        hypervisor = cluster.hypervisor();
        fourEyes = cluster.fourEyes();
    }

    void read(Host host) {
        name = host.name();
        address = host.address();
        port = host.port();
        outOfBand = host.outOfBand().orElse("");
        credential = host.credential().orElse("");
        weakAlgorithms = host.weakAlgorithms();
    }

    void read(ManagementServer server) {
        name = server.name();
        address = server.address();
        port = server.port();
        outOfBand = server.outOfBand().orElse("");
        credential = server.credential().orElse("");
        weakAlgorithms = server.weakAlgorithms();
        databaseHost = server.databaseHost();
        databaseCredential = server.databaseCredential().orElse("");
        apiUrl = server.apiUrl().orElse("");
        apiCredential = server.apiCredential().orElse("");
    }

    ClusterDraft cluster() {
        return new ClusterDraft(name.strip(), hypervisor, fourEyes);
    }

    HostDraft host() {
        return new HostDraft(name.strip(), address.strip(), port, given(outOfBand), given(credential), weakAlgorithms);
    }

    ManagementServerDraft server() {
        return new ManagementServerDraft(
                name.strip(),
                address.strip(),
                port,
                given(credential),
                weakAlgorithms,
                databaseHost.strip(),
                given(databaseCredential),
                given(apiUrl),
                given(apiCredential),
                given(outOfBand));
    }

    private static Optional<String> given(String typed) {
        return Optional.of(typed.strip()).filter(text -> !text.isEmpty());
    }

    /** The field whose value the inventory did not take. */
    Optional<String> meantBy(Refusal refusal) {
        Map<String, String> candidates = new LinkedHashMap<>();
        switch (refusal.code()) {
            case "inventory-name", "name-taken" -> candidates.put("name", name);
            case "inventory-port" -> candidates.put("port", Integer.toString(port));
            case "inventory-url" -> {
                candidates.put("apiUrl", apiUrl);
                candidates.put("outOfBand", outOfBand);
            }
            case "inventory-address" -> {
                candidates.put("address", address);
                candidates.put("outOfBand", outOfBand);
                candidates.put("databaseHost", databaseHost);
            }
            default -> {}
        }
        return candidates.entrySet().stream()
                .filter(entry -> candidates.size() == 1
                        || refusal.getMessage()
                                .startsWith("\"" + entry.getValue().strip() + "\""))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    public String getName() {
        return name;
    }

    public void setName(String typed) {
        name = typed == null ? "" : typed;
    }

    public Hypervisor getHypervisor() {
        return hypervisor;
    }

    public void setHypervisor(Hypervisor typed) {
        hypervisor = typed;
    }

    public boolean isFourEyes() {
        return fourEyes;
    }

    public void setFourEyes(boolean typed) {
        fourEyes = typed;
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String typed) {
        address = typed == null ? "" : typed;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int typed) {
        port = typed;
    }

    public String getOutOfBand() {
        return outOfBand;
    }

    public void setOutOfBand(String typed) {
        outOfBand = typed == null ? "" : typed;
    }

    public String getCredential() {
        return credential;
    }

    public void setCredential(String typed) {
        credential = typed == null ? "" : typed;
    }

    public boolean isWeakAlgorithms() {
        return weakAlgorithms;
    }

    public void setWeakAlgorithms(boolean typed) {
        weakAlgorithms = typed;
    }

    public String getDatabaseHost() {
        return databaseHost;
    }

    public void setDatabaseHost(String typed) {
        databaseHost = typed == null ? "" : typed;
    }

    public String getDatabaseCredential() {
        return databaseCredential;
    }

    public void setDatabaseCredential(String typed) {
        databaseCredential = typed == null ? "" : typed;
    }

    public String getApiUrl() {
        return apiUrl;
    }

    public void setApiUrl(String typed) {
        apiUrl = typed == null ? "" : typed;
    }

    public String getApiCredential() {
        return apiCredential;
    }

    public void setApiCredential(String typed) {
        apiCredential = typed == null ? "" : typed;
    }
}
