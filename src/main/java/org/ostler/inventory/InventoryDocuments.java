package org.ostler.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.platform.Refusal;
import org.yaml.snakeyaml.LoaderOptions;

/** The boundary of import and export. Importing the same document twice changes nothing the second time. */
@ApplicationScoped
public class InventoryDocuments {
    /** Smaller: a cloud of some thousand hosts does not fit. Larger: a hostile upload costs more memory. */
    private static final int LONGEST_YAML = 4 * 1024 * 1024;

    private static final ObjectMapper YAML = yaml();

    @Inject
    Caller caller;

    @Inject
    Items items;

    @Inject
    Changes changes;

    @Resource
    TransactionSynchronizationRegistry transaction;

    @Transactional
    public InventoryDocument present() {
        return document(items.tree());
    }

    @Transactional
    public String presentAsYaml() {
        try {
            return YAML.writeValueAsString(document(items.tree()));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("the inventory cannot be written as YAML", bug);
        }
    }

    /**
     * Creates and updates.
     *
     * @param prune retires what the document does not name
     * @throws Refusal for anything that cannot be so; then nothing is changed
     */
    @Transactional
    public InventoryDocument put(InventoryDocument document, boolean prune) {
        caller.require(Permission.ADMINISTER);
        Tree tree = items.tree();
        Import work = new Import(tree, changes.begin(tree));
        document.zones().forEach(work::zone);
        if (prune) {
            work.retireTheRest();
        }
        work.batch.finish(caller.name());
        return document(items.tree());
    }

    /**
     * One thing that an import does.
     *
     * @param did ADDED, CHANGED, RETIRED or TAKEN_BACK
     * @param thing in words: host, management server …
     */
    public record Change(String did, String thing, String name) {}

    /**
     * What an import would do.
     *
     * @param before the whole inventory as YAML now
     * @param after the same, as it would be
     */
    public record Preview(List<Change> changes, String before, String after) {}

    /** @throws Refusal for text that is no such document */
    @Transactional
    public InventoryDocument putYaml(String yaml, boolean prune) {
        return put(parsed(yaml), prune);
    }

    /**
     * Does it all, tells what it did, and takes it back: what is shown is what the import itself would do.
     *
     * @throws Refusal for what {@link #putYaml} would refuse
     */
    @Transactional
    public Preview preview(String yaml, boolean prune) {
        caller.require(Permission.ADMINISTER);
        String before = presentAsYaml();
        Tree tree = items.tree();
        Import work = new Import(tree, changes.begin(tree));
        parsed(yaml).zones().forEach(work::zone);
        if (prune) {
            work.retireTheRest();
        }
        List<Change> told = work.batch.told().stream()
                .map(one -> new Change(
                        one.did().name(), one.row().kind().words(), one.row().name()))
                .toList();
        Preview preview = new Preview(told, before, presentAsYaml());
        transaction.setRollbackOnly();
        return preview;
    }

    private static InventoryDocument parsed(String yaml) {
        try {
            if (yaml.length() > LONGEST_YAML) {
                throw Refusal.badInput("inventory-yaml", "The document is too long.", "Import it in parts.");
            }
            InventoryDocument document = YAML.readValue(yaml, InventoryDocument.class);
            if (document == null) {
                throw Refusal.badInput("inventory-yaml", "The document is empty.", "It begins with \"zones:\".");
            }
            return document;
        } catch (JsonProcessingException unreadable) {
            throw Refusal.badInput(
                    "inventory-yaml",
                    "The document cannot be read: " + trouble(unreadable),
                    unreadable.getLocation() == null
                            ? "Compare it with an exported one."
                            : "Look at line " + unreadable.getLocation().getLineNr() + ".");
        }
    }

    /** Where a value is of another kind, or none of ours: Jackson's words name our classes. What is no YAML is said. */
    private static String trouble(JsonProcessingException unreadable) {
        if (!(unreadable instanceof JsonMappingException unfit)) {
            return unreadable.getOriginalMessage();
        }
        String path = unfit.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        String from = path.startsWith(".") ? path.substring(1) : path;
        return from.isEmpty() ? "zones" : from.substring(0, Math.min(from.length(), 200));
    }

    private static InventoryDocument document(Tree tree) {
        return new InventoryDocument(
                tree.zones().stream().map(InventoryDocuments::entry).toList());
    }

    private static InventoryDocument.ZoneEntry entry(Zone zone) {
        return new InventoryDocument.ZoneEntry(
                Optional.of(zone.id()),
                zone.name(),
                zone.managementServers().stream()
                        .map(server -> new InventoryDocument.ManagementServerEntry(
                                Optional.of(server.id()),
                                server.name(),
                                server.address(),
                                server.port(),
                                server.credential(),
                                server.weakAlgorithms(),
                                server.databaseHost(),
                                server.databaseCredential(),
                                server.apiUrl(),
                                server.apiCredential(),
                                server.outOfBand()))
                        .toList(),
                zone.pods().stream()
                        .map(pod -> new InventoryDocument.PodEntry(
                                Optional.of(pod.id()),
                                pod.name(),
                                pod.clusters().stream()
                                        .map(InventoryDocuments::entry)
                                        .toList()))
                        .toList());
    }

    private static InventoryDocument.ClusterEntry entry(Cluster cluster) {
        return new InventoryDocument.ClusterEntry(
                Optional.of(cluster.id()),
                cluster.name(),
                cluster.hypervisor(),
                cluster.fourEyes(),
                cluster.hosts().stream()
                        .map(host -> new InventoryDocument.HostEntry(
                                Optional.of(host.id()),
                                host.name(),
                                host.address(),
                                host.port(),
                                host.credential(),
                                host.outOfBand(),
                                host.weakAlgorithms()))
                        .toList());
    }

    private static ObjectMapper yaml() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LONGEST_YAML);
        limits.setMaxAliasesForCollections(50);
        return new ObjectMapper(YAMLFactory.builder()
                        .loaderOptions(limits)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .build())
                .registerModule(new Jdk8Module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /** One document on its way in. */
    private static final class Import {
        private final Tree tree;
        private final Changes.Batch batch;
        private final Set<UUID> named = new HashSet<>();

        Import(Tree tree, Changes.Batch batch) {
            this.tree = tree;
            this.batch = batch;
        }

        void zone(InventoryDocument.ZoneEntry entry) {
            UUID id = put(ItemRow.Kind.ZONE, ItemRow.ROOT, entry.id(), entry.name(), new ItemRow.Named(entry.name()));
            entry.managementServers()
                    .forEach(server ->
                            put(ItemRow.Kind.MANAGEMENT_SERVER, id, server.id(), server.name(), server.draft()));
            entry.pods().forEach(pod -> pod(id, pod));
        }

        private void pod(UUID zone, InventoryDocument.PodEntry entry) {
            UUID id = put(ItemRow.Kind.POD, zone, entry.id(), entry.name(), new ItemRow.Named(entry.name()));
            entry.clusters().forEach(cluster -> cluster(id, cluster));
        }

        private void cluster(UUID pod, InventoryDocument.ClusterEntry entry) {
            if (entry.hypervisor() == null) {
                throw Refusal.badInput(
                        "inventory-hypervisor",
                        "A cluster has no hypervisor.",
                        "Use one of " + List.of(Hypervisor.values()) + ".");
            }
            UUID id = put(
                    ItemRow.Kind.CLUSTER,
                    pod,
                    entry.id(),
                    entry.name(),
                    new ClusterDraft(entry.name(), entry.hypervisor(), entry.fourEyes()));
            entry.hosts().forEach(host -> put(ItemRow.Kind.HOST, id, host.id(), host.name(), host.draft()));
        }

        void retireTheRest() {
            for (ItemRow.Kind kind : ItemRow.Kind.values()) {
                tree.active(kind).stream()
                        .filter(row -> !named.contains(row.id()))
                        .forEach(batch::retire);
            }
        }

        private UUID put(ItemRow.Kind kind, UUID parent, Optional<UUID> id, String name, Object draft) {
            Optional<ItemRow> known = id.isPresent()
                    ? id.flatMap(tree::row)
                    : tree.children(parent, kind).stream()
                            .filter(row -> row.isNamed(name))
                            .findFirst();
            known.filter(row -> row.kind() != kind || !row.parent().equals(parent))
                    .ifPresent(row -> {
                        throw Refusal.conflict(
                                "inventory-elsewhere",
                                "The id " + row.id() + " is that of the "
                                        + row.kind().words() + " " + row.name() + " in another place.",
                                "Leave the id out, or put it where it belongs.");
                    });
            ItemRow row = known.orElse(null);
            if (row == null) {
                row = batch.create(id.orElseGet(UUID::randomUUID), kind, parent, name, draft);
            } else {
                batch.change(row, name, draft);
            }
            if (!named.add(row.id())) {
                throw Refusal.conflict(
                        "inventory-twice",
                        "The " + kind.words() + " " + name + " is there twice.",
                        "Keep one of them.");
            }
            return row.id();
        }
    }
}
