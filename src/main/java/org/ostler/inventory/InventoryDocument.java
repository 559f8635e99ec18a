package org.ostler.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The whole tree as one document, in and out: JSON by the API, YAML in the UI. Credentials stand in it by name. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record InventoryDocument(
        @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL)
        List<ZoneEntry> zones) {
    private static final int SSH_PORT = 22;

    public InventoryDocument {
        zones = orNone(zones);
    }

    /** @param id empty on the way in: the zone is known by its name */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ZoneEntry(
            Optional<UUID> id,
            @JsonProperty(required = true) String name,
            List<ManagementServerEntry> managementServers,
            List<PodEntry> pods) {
        public ZoneEntry {
            id = orEmpty(id);
            name = orBlank(name);
            managementServers = orNone(managementServers);
            pods = orNone(pods);
        }
    }

    /** See {@link Pod}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record PodEntry(
            Optional<UUID> id,
            @JsonProperty(required = true) String name,
            List<ClusterEntry> clusters) {
        public PodEntry {
            id = orEmpty(id);
            name = orBlank(name);
            clusters = orNone(clusters);
        }
    }

    /** See {@link Cluster}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ClusterEntry(
            Optional<UUID> id,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) Hypervisor hypervisor,
            boolean fourEyes,
            List<HostEntry> hosts) {
        public ClusterEntry {
            id = orEmpty(id);
            name = orBlank(name);
            hosts = orNone(hosts);
        }
    }

    /** See {@link Host}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record HostEntry(
            Optional<UUID> id,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String address,
            Integer port,
            Optional<String> credential,
            Optional<String> outOfBand,
            boolean weakAlgorithms) {
        public HostEntry {
            id = orEmpty(id);
            name = orBlank(name);
            address = orBlank(address);
            port = port == null ? Integer.valueOf(SSH_PORT) : port;
            credential = orEmpty(credential);
            outOfBand = orEmpty(outOfBand);
        }

        HostDraft draft() {
            return new HostDraft(name, address, port, outOfBand, credential, weakAlgorithms);
        }
    }

    /** See {@link ManagementServer}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ManagementServerEntry(
            Optional<UUID> id,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String address,
            Integer port,
            Optional<String> credential,
            boolean weakAlgorithms,
            String databaseHost,
            Optional<String> databaseCredential,
            Optional<String> apiUrl,
            Optional<String> apiCredential,
            Optional<String> outOfBand) {
        public ManagementServerEntry {
            id = orEmpty(id);
            name = orBlank(name);
            address = orBlank(address);
            port = port == null ? Integer.valueOf(SSH_PORT) : port;
            credential = orEmpty(credential);
            databaseHost = orBlank(databaseHost).isEmpty() ? "localhost" : databaseHost;
            databaseCredential = orEmpty(databaseCredential);
            apiUrl = orEmpty(apiUrl);
            apiCredential = orEmpty(apiCredential);
            outOfBand = orEmpty(outOfBand);
        }

        ManagementServerDraft draft() {
            return new ManagementServerDraft(
                    name,
                    address,
                    port,
                    credential,
                    weakAlgorithms,
                    databaseHost,
                    databaseCredential,
                    apiUrl,
                    apiCredential,
                    outOfBand);
        }
    }

    private static <T> Optional<T> orEmpty(Optional<T> given) {
        return given == null ? Optional.empty() : given;
    }

    private static String orBlank(String given) {
        return given == null ? "" : given;
    }

    private static <T> List<T> orNone(List<T> given) {
        return given == null
                ? List.of()
                : given.stream().filter(java.util.Objects::nonNull).toList();
    }
}
