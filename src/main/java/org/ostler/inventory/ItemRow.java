package org.ostler.inventory;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.ostler.platform.Json;

/** A row of the tree. Retired ones stay: audit and transcripts name their ids. */
@Entity
@Table(name = "inventory_item")
class ItemRow {
    enum Kind {
        ZONE("zone"),
        POD("pod"),
        CLUSTER("cluster"),
        HOST("host"),
        MANAGEMENT_SERVER("management server");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What a zone and a pod hold. */
    record Named(String name) {}

    /** The parent of zones; a null would let two zones have one name. */
    static final UUID ROOT = new UUID(0, 0);

    @Id
    private UUID id;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    private UUID parent;
    private String name;

    @Column(name = "active_name")
    @SuppressWarnings("UnusedVariable") // for the unique index only
    private String activeName;

    private boolean retired;
    private String content;
    private long position;

    protected ItemRow() {}

    ItemRow(UUID id, Kind kind, UUID parent, long position) {
        this.id = id;
        this.kind = kind;
        this.parent = parent;
        this.position = position;
    }

    /** Becomes what the draft says, and active when it was retired. */
    void become(String wantedName, Object draft) {
        name = wantedName;
        activeName = key(wantedName);
        retired = false;
        content = Json.write(draft);
    }

    void retire() {
        retired = true;
        activeName = null;
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    boolean isNamed(String wanted) {
        return key(name).equals(key(wanted));
    }

    <T> T as(Class<T> type) {
        return Json.read(content, type);
    }

    UUID id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    UUID parent() {
        return parent;
    }

    String name() {
        return name;
    }

    boolean isRetired() {
        return retired;
    }

    String content() {
        return content;
    }

    long position() {
        return position;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemRow that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(id);
    }
}
