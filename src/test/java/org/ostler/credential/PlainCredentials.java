package org.ostler.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.ostler.platform.Refusal;

/** Credentials that stand in a document as the API takes them, without vault and database. */
public final class PlainCredentials extends Credentials {
    private final JsonNode document;

    /** @param document name → kind, user, password, privateKey, sudo */
    public PlainCredentials(JsonNode document) {
        this.document = document;
    }

    private JsonNode one(String name) {
        if (!document.has(name)) {
            throw Refusal.notFound("credential", name);
        }
        return document.get(name);
    }

    private static Optional<Secret> secret(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue()).map(Secret::new);
    }

    @Override
    public SshIdentity identity(String name) {
        JsonNode one = one(name);
        return new SshIdentity(
                one.path("user").asText(),
                secret(one, "password"),
                secret(one, "privateKey"),
                Optional.empty(),
                one.path("sudo").asBoolean(),
                secret(one, "password"),
                Optional.empty());
    }

    @Override
    public Login login(String name) {
        JsonNode one = one(name);
        return new Login(one.path("user").asText(), secret(one, "password").orElseThrow());
    }

    @Override
    public Set<Secret> all() {
        return StreamSupport.stream(document.spliterator(), false)
                .flatMap(one -> Stream.of(secret(one, "password"), secret(one, "privateKey"))
                        .flatMap(Optional::stream))
                .collect(Collectors.toSet());
    }
}
