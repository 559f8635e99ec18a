package org.ostler.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A person's row. Its stamps grow with every change that must end what was granted before. */
@Entity
@Table(name = "person")
class PersonRow {
    @Id
    @Column(name = "name_key")
    private String nameKey;

    private String name;
    private String password;
    private String roles;
    private boolean disabled;
    private String language = Choices.BROWSER;
    private String theme = Choices.BROWSER;

    @Column(name = "time_zone")
    private String timeZone = Choices.BROWSER;

    private long stamp;

    @Column(name = "password_stamp")
    private long passwordStamp;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "last_sign_in_at")
    private Instant lastSignInAt;

    protected PersonRow() {}

    PersonRow(String name, String passwordHash, Set<Role> roles, Instant now) {
        this.nameKey = key(name);
        this.name = name;
        this.password = passwordHash;
        this.roles = text(roles);
        this.createdAt = now;
    }

    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    void giveRoles(Set<Role> wanted) {
        roles = text(wanted);
        stamp++;
    }

    void changePassword(String passwordHash) {
        password = passwordHash;
        stamp++;
        passwordStamp++;
    }

    void disable(boolean wanted) {
        disabled = wanted;
        stamp++;
        passwordStamp++;
    }

    void prefer(Choices wanted) {
        language = wanted.language();
        theme = wanted.theme();
        timeZone = wanted.timeZone();
    }

    void signedIn(Instant now) {
        lastSignInAt = now;
    }

    boolean isActiveAdministrator() {
        return !disabled && roleSet().contains(Role.ADMINISTRATOR);
    }

    String name() {
        return name;
    }

    Set<Role> roleSet() {
        EnumSet<Role> held = EnumSet.noneOf(Role.class);
        Arrays.stream(roles.split(","))
                .filter(s -> !s.isEmpty())
                .map(Role::valueOf)
                .forEach(held::add);
        return held;
    }

    Choices choices() {
        return new Choices(language, theme, timeZone);
    }

    Person toPerson() {
        return new Person(
                name, roleSet(), disabled, language, theme, timeZone, createdAt, Optional.ofNullable(lastSignInAt));
    }

    Account toAccount() {
        return new Account(name, password, roleSet(), disabled, stamp, passwordStamp, choices());
    }

    private static String text(Set<Role> wanted) {
        return wanted.stream().sorted().map(Role::name).collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PersonRow that && nameKey.equals(that.nameKey);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(nameKey);
    }
}
