package org.ostler.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;

/** Changes of one transaction: all checked, then all flushed, then all audited, then committed. */
@ApplicationScoped
class Changes {
    @Inject
    Items items;

    @Inject
    AuditTrail audit;

    @Inject
    Event<Retiring> retiring;

    Batch begin(Tree tree) {
        return new Batch(tree);
    }

    /** What was done, in the words of the audit trail. */
    enum Did {
        ADDED("added"),
        CHANGED("changed"),
        RETIRED("retired"),
        TAKEN_BACK("took back into use");

        private final String words;

        Did(String words) {
            this.words = words;
        }
    }

    record Told(ItemRow row, Did did, String before, String after) {}

    /** Not kept beyond its transaction. */
    final class Batch {
        private final Tree tree;
        private final List<Told> told = new ArrayList<>();
        private final Map<String, UUID> names = new HashMap<>();
        private final Set<UUID> gone = new HashSet<>();

        private long lastPosition;

        private Batch(Tree tree) {
            this.tree = tree;
            this.lastPosition = tree.lastPosition();
        }

        ItemRow create(UUID id, ItemRow.Kind kind, UUID parent, String name, Object draft) {
            InventoryRules.check(kind, draft);
            refuseTaken(id, kind, parent, name);
            ItemRow row = new ItemRow(id, kind, parent, ++lastPosition);
            row.become(name, draft);
            items.keep(row);
            told.add(new Told(row, Did.ADDED, "", row.content()));
            return row;
        }

        /** Does nothing when it is so already. */
        void change(ItemRow row, String name, Object draft) {
            InventoryRules.check(row.kind(), draft);
            refuseTaken(row.id(), row.kind(), row.parent(), name);
            if (!row.isRetired() && row.content().equals(Json.write(draft))) {
                return;
            }
            String before = row.isRetired() ? "" : row.content();
            Did did = row.isRetired() ? Did.TAKEN_BACK : Did.CHANGED;
            row.become(name, draft);
            told.add(new Told(row, did, before, row.content()));
        }

        void retire(ItemRow row) {
            if (row.isRetired()) {
                return;
            }
            for (ItemRow.Kind kind : ItemRow.Kind.values()) {
                tree.children(row.id(), kind).forEach(this::retire);
            }
            retiring.fire(new Retiring(row.id(), row.name()));
            gone.add(row.id());
            told.add(new Told(row, Did.RETIRED, row.content(), ""));
            row.retire();
        }

        /** What was done so far; names are checked, nothing is audited yet. */
        List<Told> told() {
            items.flush();
            return List.copyOf(told);
        }

        /** @throws Refusal when a name is taken, or the journal cannot be written; then nothing is changed */
        void finish(String actor) {
            items.flush();
            for (Told one : told) {
                AuditEvent event = AuditEvent.of(
                                AuditEvent.Kind.INVENTORY,
                                actor,
                                actor + " " + one.did.words + " the "
                                        + one.row.kind().words() + " " + one.row.name())
                        .about(one.row.id(), one.row.name())
                        .with("before", one.before)
                        .with("after", one.after);
                try {
                    audit.record(event);
                } catch (AuditTrail.JournalUnwritable trouble) {
                    throw trouble.refusal();
                }
            }
        }

        private void refuseTaken(UUID id, ItemRow.Kind kind, UUID parent, String name) {
            boolean taken = tree.children(parent, kind).stream()
                    .anyMatch(other -> other.isNamed(name) && !other.id().equals(id) && !gone.contains(other.id()));
            UUID other = names.putIfAbsent(kind + "/" + parent + "/" + ItemRow.key(name), id);
            if (taken || (other != null && !other.equals(id))) {
                throw Refusal.conflict(
                        "name-taken",
                        "There is a " + kind.words() + " " + name + " already.",
                        "Choose another name, or change that one.");
            }
        }
    }
}
