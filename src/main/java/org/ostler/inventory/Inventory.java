package org.ostler.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.ostler.platform.Refusal;
import org.ostler.ssh.SshEndpoint;

/** The boundary of the inventory. Names or ids are taken where a {@code nameOrId} is asked for. */
@ApplicationScoped
public class Inventory {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    @Inject
    Items items;

    @Inject
    Changes changes;

    @Transactional
    public List<Zone> zones() {
        return items.tree().zones();
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND; CONFLICT when several pods have a cluster of this name */
    @Transactional
    public Cluster cluster(String nameOrId) {
        Tree tree = items.tree();
        return tree.cluster(one(tree, ItemRow.Kind.CLUSTER, nameOrId));
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND; CONFLICT when hosts of several clusters have this name */
    @Transactional
    public Host host(String nameOrId) {
        Tree tree = items.tree();
        return tree.host(one(tree, ItemRow.Kind.HOST, nameOrId));
    }

    /** Retired ones too. */
    @Transactional
    public Optional<Host> findHost(UUID id) {
        Tree tree = items.tree();
        return tree.row(id).filter(row -> row.kind() == ItemRow.Kind.HOST).map(tree::host);
    }

    /**
     * A host was given another address by a run, and answers there: what is planned next has to find it.
     *
     * @param by who asked for the run
     */
    @Transactional
    public void moved(UUID host, String address, String by) {
        Tree tree = items.tree();
        Optional<ItemRow> row = tree.row(host).filter(found -> !found.isRetired());
        if (row.isPresent()) {
            HostDraft known = HostDraft.of(tree.host(row.get()));
            Changes.Batch batch = changes.begin(tree);
            batch.change(
                    row.get(),
                    known.name(),
                    new HostDraft(
                            known.name(),
                            address,
                            known.port(),
                            known.outOfBand(),
                            known.credential(),
                            known.weakAlgorithms()));
            batch.finish(by);
        }
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND */
    @Transactional
    public ManagementServer managementServer(String nameOrId) {
        Tree tree = items.tree();
        return tree.managementServer(one(tree, ItemRow.Kind.MANAGEMENT_SERVER, nameOrId));
    }

    /** The zone's first management server. */
    @Transactional
    public Optional<ManagementServer> managementServerOfZone(UUID zone) {
        Tree tree = items.tree();
        return tree.children(zone, ItemRow.Kind.MANAGEMENT_SERVER).stream()
                .findFirst()
                .map(tree::managementServer);
    }

    /**
     * How to connect to a host or management server.
     *
     * @throws org.ostler.platform.Refusal when it is gone or has no credential
     */
    @Transactional
    public SshEndpoint endpoint(UUID hostOrManagementServer) {
        Tree tree = items.tree();
        ItemRow row = tree.row(hostOrManagementServer)
                .filter(known -> !known.isRetired())
                .orElseThrow(() -> Refusal.notFound("host or management server", hostOrManagementServer.toString()));
        return switch (row.kind()) {
            case HOST -> {
                Host host = tree.host(row);
                yield new SshEndpoint(
                        host.id(),
                        host.name(),
                        host.address(),
                        host.port(),
                        credential(host.name(), host.credential()),
                        host.weakAlgorithms());
            }
            case MANAGEMENT_SERVER -> {
                ManagementServer server = tree.managementServer(row);
                yield new SshEndpoint(
                        server.id(),
                        server.name(),
                        server.address(),
                        server.port(),
                        credential(server.name(), server.credential()),
                        server.weakAlgorithms());
            }
            case ZONE, POD, CLUSTER ->
                throw Refusal.badInput(
                        "no-host", row.name() + " is a " + row.kind().words() + ".", "Name a host.");
        };
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static String credential(String name, Optional<String> credential) {
        return credential.orElseThrow(() -> new Refusal(
                Refusal.Kind.NOT_NOW,
                "no-credential",
                name + " has no credential yet.",
                "Set one on its inventory page, or with PUT /api/inventory."));
    }

    private static ItemRow one(Tree tree, ItemRow.Kind kind, String nameOrId) {
        if (isId(nameOrId)) {
            return tree.row(UUID.fromString(nameOrId))
                    .filter(row -> row.kind() == kind)
                    .orElseThrow(() -> Refusal.notFound(kind.words(), nameOrId));
        }
        List<ItemRow> named =
                tree.active(kind).stream().filter(row -> row.isNamed(nameOrId)).toList();
        if (named.isEmpty()) {
            throw Refusal.notFound(kind.words(), nameOrId);
        }
        if (named.size() > 1) {
            throw Refusal.conflict(
                    "name-not-unique",
                    "There are " + named.size() + " of the name " + nameOrId + ".",
                    "Use the id: "
                            + String.join(
                                    ", ",
                                    named.stream()
                                            .map(row -> row.id().toString())
                                            .toList()) + ".");
        }
        return named.get(0);
    }
}
