package org.ostler.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.platform.Refusal;

/** The boundary of changing the inventory. All of it needs an administrator, is checked and audited. */
@ApplicationScoped
public class InventoryEditor {
    @Inject
    Caller caller;

    @Inject
    Items items;

    @Inject
    Changes changes;

    @Transactional
    public UUID createZone(String name) {
        return create(ItemRow.Kind.ZONE, ItemRow.ROOT, name, new ItemRow.Named(name));
    }

    @Transactional
    public UUID createPod(UUID zone, String name) {
        return create(ItemRow.Kind.POD, zone, name, new ItemRow.Named(name));
    }

    @Transactional
    public UUID createCluster(UUID pod, ClusterDraft draft) {
        return create(ItemRow.Kind.CLUSTER, pod, draft.name(), draft);
    }

    @Transactional
    public UUID createHost(UUID cluster, HostDraft draft) {
        return create(ItemRow.Kind.HOST, cluster, draft.name(), draft);
    }

    @Transactional
    public UUID createManagementServer(UUID zone, ManagementServerDraft draft) {
        return create(ItemRow.Kind.MANAGEMENT_SERVER, zone, draft.name(), draft);
    }

    @Transactional
    public void renameZone(UUID zone, String name) {
        change(ItemRow.Kind.ZONE, zone, name, new ItemRow.Named(name));
    }

    @Transactional
    public void renamePod(UUID pod, String name) {
        change(ItemRow.Kind.POD, pod, name, new ItemRow.Named(name));
    }

    @Transactional
    public void changeCluster(UUID cluster, ClusterDraft draft) {
        change(ItemRow.Kind.CLUSTER, cluster, draft.name(), draft);
    }

    @Transactional
    public void changeHost(UUID host, HostDraft draft) {
        change(ItemRow.Kind.HOST, host, draft.name(), draft);
    }

    @Transactional
    public void changeManagementServer(UUID server, ManagementServerDraft draft) {
        change(ItemRow.Kind.MANAGEMENT_SERVER, server, draft.name(), draft);
    }

    /** Takes an item, and what is below it, out of use. It keeps its id, its audit and its transcripts. */
    @Transactional
    public void retire(UUID item) {
        caller.require(Permission.ADMINISTER);
        Tree tree = items.tree();
        ItemRow row = active(tree, item);
        Changes.Batch batch = changes.begin(tree);
        batch.retire(row);
        batch.finish(caller.name());
    }

    private UUID create(ItemRow.Kind kind, UUID parent, String name, Object draft) {
        caller.require(Permission.ADMINISTER);
        Tree tree = items.tree();
        if (kind != ItemRow.Kind.ZONE) {
            ItemRow above = active(tree, parent);
            if (!above(kind).contains(above.kind())) {
                throw Refusal.badInput(
                        "inventory-parent",
                        "A " + kind.words() + " does not belong into a "
                                + above.kind().words() + ".",
                        "Choose another place.");
            }
        }
        Changes.Batch batch = changes.begin(tree);
        UUID id = batch.create(UUID.randomUUID(), kind, parent, name, draft).id();
        batch.finish(caller.name());
        return id;
    }

    private void change(ItemRow.Kind kind, UUID id, String name, Object draft) {
        caller.require(Permission.ADMINISTER);
        Tree tree = items.tree();
        ItemRow row = active(tree, id);
        if (row.kind() != kind) {
            throw Refusal.notFound(kind.words(), id.toString());
        }
        Changes.Batch batch = changes.begin(tree);
        batch.change(row, name, draft);
        batch.finish(caller.name());
    }

    private static ItemRow active(Tree tree, UUID id) {
        return tree.row(id)
                .filter(row -> !row.isRetired())
                .orElseThrow(() -> Refusal.notFound("inventory item", id.toString()));
    }

    private static List<ItemRow.Kind> above(ItemRow.Kind kind) {
        return switch (kind) {
            case ZONE -> List.of();
            case POD, MANAGEMENT_SERVER -> List.of(ItemRow.Kind.ZONE);
            case CLUSTER -> List.of(ItemRow.Kind.POD);
            case HOST -> List.of(ItemRow.Kind.CLUSTER);
        };
    }
}
