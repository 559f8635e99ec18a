package org.ostler.look;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.ostler.ssh.SshTrouble;

/** A look in the database. What lists of hosts show stands in columns; the rest is read for one host at a time. */
@Entity
@Table(name = "host_look")
@SuppressWarnings("UnusedVariable") // some columns are read by queries only
class LookRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "host_look")
    @SequenceGenerator(name = "host_look", sequenceName = "host_look_number", allocationSize = 1)
    private Long number;

    private UUID host;
    private OffsetDateTime at;

    @Column(name = "made_by")
    private String by;

    @Enumerated(EnumType.STRING)
    private SshTrouble.Kind trouble;

    private String reason;
    private OffsetDateTime since;
    private boolean maintenance;
    private int drifted;
    private String brought;

    protected LookRow() {}

    LookRow(HostLook look) {
        host = look.host();
        at = look.at().atOffset(ZoneOffset.UTC);
        by = look.by();
        trouble = look.trouble().map(HostLook.Trouble::kind).orElse(null);
        reason = look.trouble().map(HostLook.Trouble::message).map(LookRow::cut).orElse(null);
        since = look.trouble().map(one -> one.since().atOffset(ZoneOffset.UTC)).orElse(null);
        maintenance = look.isMaintenance();
        drifted = look.drifted().size();
        brought = LookText.write(new LookText.Brought(look.facts(), look.missing(), look.files(), look.cloud()));
    }

    private static String cut(String text) {
        return text.length() > 4000 ? text.substring(0, 4000) : text;
    }

    HostLook look() {
        LookText.Brought read = LookText.read(brought);
        return new HostLook(
                number, host, at.toInstant(), by, read.facts(), read.missing(), read.files(), troubled(), read.cloud());
    }

    Optional<HostLook.Trouble> troubled() {
        return Optional.ofNullable(trouble).map(kind -> new HostLook.Trouble(kind, reason, since.toInstant()));
    }

    /** A look as lists of hosts show it. */
    record Summary(
            long number, UUID host, Instant at, Optional<HostLook.Trouble> trouble, boolean maintenance, int drifted) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof LookRow that && Objects.equals(number, that.number);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number);
    }
}
