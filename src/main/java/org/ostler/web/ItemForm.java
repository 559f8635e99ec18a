package org.ostler.web;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ostler.credential.Credentials;
import org.ostler.inventory.Hypervisor;
import org.ostler.inventory.Inventory;
import org.ostler.inventory.InventoryEditor;
import org.ostler.inventory.Pod;
import org.ostler.inventory.Zone;
import org.ostler.platform.Refusal;

/** The form that adds, changes or retires one thing of the inventory; the inventory checks what is typed. */
@Named
@ViewScoped
public class ItemForm implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What has a page of its own. */
    private static final List<String> PAGES = List.of("cluster", "host", "server");

    @Inject
    private Inventory inventory;

    @Inject
    private InventoryEditor editor;

    @Inject
    private Credentials credentials;

    @Inject
    private Notices notices;

    private String kind = "zone";
    private Optional<UUID> id = Optional.empty();
    private Optional<UUID> parent = Optional.empty();
    private String present = "";
    private String typedName = "";
    private final ItemFields fields = new ItemFields();

    @PostConstruct
    void begin() {
        Map<String, String> asked =
                FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap();
        kind = asked.getOrDefault("kind", "zone");
        try {
            id = Optional.ofNullable(asked.get("id")).map(UUID::fromString);
            parent = Optional.ofNullable(asked.get("parent")).map(UUID::fromString);
        } catch (IllegalArgumentException mistyped) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND, "not-found", "There is no such thing.", "Open it from the inventory.");
        }
        id.ifPresent(this::read);
        present = fields.getName();
    }

    private void read(UUID item) {
        switch (kind) {
            case "zone" -> fields.setName(zone(item).name());
            case "pod" -> fields.setName(pod(item).name());
            case "cluster" -> fields.read(inventory.cluster(item.toString()));
            case "host" -> fields.read(inventory.host(item.toString()));
            default -> fields.read(inventory.managementServer(item.toString()));
        }
    }

    private Zone zone(UUID item) {
        return inventory.zones().stream()
                .filter(zone -> zone.id().equals(item))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("zone", item.toString()));
    }

    private Pod pod(UUID item) {
        return inventory.zones().stream()
                .flatMap(zone -> zone.pods().stream())
                .filter(pod -> pod.id().equals(item))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("pod", item.toString()));
    }

    public String save() {
        String name = fields.getName().strip();
        try {
            id.ifPresentOrElse(this::change, this::create);
        } catch (Refusal refusal) {
            notices.refusedAt("item", fields.meantBy(refusal), refusal);
            return "";
        }
        notices.done("item.saved", name);
        return back();
    }

    private void create() {
        UUID under = parent.orElse(new UUID(0, 0));
        switch (kind) {
            case "zone" -> editor.createZone(fields.getName().strip());
            case "pod" -> editor.createPod(under, fields.getName().strip());
            case "cluster" -> editor.createCluster(under, fields.cluster());
            case "host" -> editor.createHost(under, fields.host());
            default -> editor.createManagementServer(under, fields.server());
        }
    }

    private void change(UUID item) {
        switch (kind) {
            case "zone" -> editor.renameZone(item, fields.getName().strip());
            case "pod" -> editor.renamePod(item, fields.getName().strip());
            case "cluster" -> editor.changeCluster(item, fields.cluster());
            case "host" -> editor.changeHost(item, fields.host());
            default -> editor.changeManagementServer(item, fields.server());
        }
    }

    /** Only when its name was typed: what is below it goes out of use with it. */
    public String retire() {
        if (!typedName.strip().equals(present)) {
            notices.failed("item.typeName", present);
            return "";
        }
        return notices.attempt("item.retired", () -> editor.retire(id.orElseThrow()), present)
                ? "/inventory.xhtml?faces-redirect=true"
                : "";
    }

    private String back() {
        return id.isPresent() && PAGES.contains(kind)
                ? "/" + kind + ".xhtml?faces-redirect=true&id=" + id.get()
                : "/inventory.xhtml?faces-redirect=true";
    }

    public List<String> getCredentialNames() {
        return credentials.list().stream().map(Credentials.Summary::name).toList();
    }

    public Hypervisor[] getHypervisors() {
        return Hypervisor.values();
    }

    public String getKind() {
        return kind;
    }

    public boolean isNew() {
        return id.isEmpty();
    }

    public String getPresent() {
        return present;
    }

    public ItemFields getFields() {
        return fields;
    }

    public String getTypedName() {
        return typedName;
    }

    public void setTypedName(String typed) {
        typedName = typed == null ? "" : typed;
    }
}
