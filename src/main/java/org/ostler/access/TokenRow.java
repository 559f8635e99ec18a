package org.ostler.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A bearer token's row: of the token itself only its hash. */
@Entity
@Table(name = "api_token")
class TokenRow {
    @Id
    private UUID id;

    private String person;
    private String name;

    @SuppressWarnings("UnusedVariable") // read by queries only
    private String hash;

    @Column(name = "created_at")
    private Instant createdAt;

    protected TokenRow() {}

    TokenRow(UUID id, String person, String name, String hash, Instant now) {
        this.id = id;
        this.person = person;
        this.name = name;
        this.hash = hash;
        this.createdAt = now;
    }

    String person() {
        return person;
    }

    Tokens.Token toToken() {
        return new Tokens.Token(id, name, createdAt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenRow that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(id);
    }
}
