package org.ostler.web;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.credential.Credentials;
import org.ostler.discovery.CloudDiscovery;
import org.ostler.discovery.Difference;
import org.ostler.discovery.Discovery;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.ManagementServer;
import org.ostler.platform.Refusal;

/** Reads a zone from CloudStack, shows the difference, takes over what is ticked. */
@Named
@ViewScoped
public class CloudPage implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    private Inventory inventory;

    @Inject
    private CloudDiscovery cloud;

    @Inject
    private Credentials credentials;

    @Inject
    private Shell shell;

    @Inject
    private Notices notices;

    private String server = "";
    private String cloudZone = "";
    private String credential = "";
    private final Map<String, Boolean> chosen = new HashMap<>();
    private transient Discovery discovery;
    private transient Refusal trouble;
    private transient List<String> otherZones;

    /** Those whose API Ostler could ask. */
    public List<ManagementServer> getServers() {
        return shell.getZones().stream()
                .flatMap(zone -> zone.managementServers().stream())
                .filter(one -> one.apiUrl().isPresent() && one.apiCredential().isPresent())
                .toList();
    }

    public void read() {
        discovery = null;
        trouble = null;
        otherZones = null;
        chosen.clear();
        try {
            read(inventory.managementServer(server));
        } catch (Refusal refusal) {
            trouble = refusal;
        }
    }

    private void read(ManagementServer asked) {
        try {
            discovery = cloud.read(asked, Optional.of(cloudZone).filter(name -> !name.isBlank()));
            discovery.differences().forEach(one -> chosen.put(one.key(), one.isProposed()));
        } catch (Refusal refusal) {
            trouble = refusal;
            if (refusal.code().equals("cloudstack-zone")) {
                otherZones = cloud.zones(asked);
            }
        }
    }

    public String take() {
        List<String> keys = new ArrayList<>();
        chosen.forEach((key, ticked) -> {
            if (Boolean.TRUE.equals(ticked)) {
                keys.add(key);
            }
        });
        boolean taken = notices.attempt(
                "cloud.taken",
                () -> cloud.take(discovery, keys, Optional.of(credential).filter(name -> !name.isBlank())),
                keys.size());
        return taken ? "/inventory.xhtml?faces-redirect=true" : "";
    }

    public Optional<Discovery> getDiscovery() {
        return Optional.ofNullable(discovery);
    }

    public List<Difference> of(String kind) {
        return getDiscovery().map(Discovery::differences).orElse(List.of()).stream()
                .filter(one -> one.kind().name().equals(kind))
                .toList();
    }

    public Difference.Kind[] getKinds() {
        return Difference.Kind.values();
    }

    public boolean isTakeable() {
        return getDiscovery().map(Discovery::differences).orElse(List.of()).stream()
                .anyMatch(Difference::isTakeable);
    }

    public Optional<Refusal> getTrouble() {
        return Optional.ofNullable(trouble);
    }

    public List<String> getOtherZones() {
        return otherZones == null ? List.of() : otherZones;
    }

    public List<String> getCredentialNames() {
        return credentials.list().stream()
                .filter(one -> one.kind() == Credentials.Kind.SSH_KEY || one.kind() == Credentials.Kind.SSH_PASSWORD)
                .map(Credentials.Summary::name)
                .toList();
    }

    public Map<String, Boolean> getChosen() {
        return chosen;
    }

    public String getServer() {
        return server.isEmpty() && !getServers().isEmpty()
                ? getServers().get(0).id().toString()
                : server;
    }

    public void setServer(String asked) {
        server = asked == null ? "" : asked;
    }

    public String getCloudZone() {
        return cloudZone;
    }

    public void setCloudZone(String name) {
        cloudZone = name == null ? "" : name;
    }

    public String getCredential() {
        return credential;
    }

    public void setCredential(String name) {
        credential = name == null ? "" : name;
    }
}
