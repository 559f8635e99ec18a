package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ostler.audit.AuditEvent;
import org.ostler.platform.Refusal;

/** The boundary of the people: administrators keep them, and there is always an administrator left. */
@ApplicationScoped
public class People {
    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    @Inject
    Caller caller;

    @Inject
    Trail trail;

    @Inject
    FirstPassword firstPassword;

    @Inject
    Event<AccountChanged> changed;

    @Transactional
    public List<Person> list() {
        caller.require(Permission.ADMINISTER);
        return rows().stream().map(PersonRow::toPerson).toList();
    }

    /** @throws org.ostler.platform.Refusal for a name or password of no use, or a name that is taken */
    @Transactional
    public Person add(String name, String password, Set<Role> roles) {
        caller.require(Permission.ADMINISTER);
        PersonRules.name(name);
        PersonRules.password(name, password);
        PersonRules.roles(roles);
        if (database.find(PersonRow.class, PersonRow.key(name)) != null) {
            throw Refusal.conflict("person-exists", name + " is there already.", "Choose another name.");
        }
        PersonRow row = new PersonRow(name.strip(), PasswordHash.of(password), roles, Instant.now());
        database.persist(row);
        tell(row, "added " + row.name() + " as " + words(roles), "", words(roles));
        return row.toPerson();
    }

    /** What is empty stays as it is. */
    public record Change(Optional<Set<Role>> roles, Optional<Boolean> disabled, Optional<String> password) {}

    /** All of it or, when any of it is refused, nothing. */
    @Transactional
    public Person change(String name, Change wanted) {
        caller.require(Permission.ADMINISTER);
        PersonRow row = locked(name);
        wanted.roles().ifPresent(PersonRules::roles);
        wanted.password().ifPresent(password -> PersonRules.password(row.name(), password));
        boolean stays = wanted.roles().orElse(row.roleSet()).contains(Role.ADMINISTRATOR)
                && !wanted.disabled().orElse(!row.isActiveAdministrator());
        if (!stays) {
            keepAnAdministrator(row);
        }
        wanted.password().ifPresent(password -> resetPassword(name, password));
        wanted.roles().ifPresent(roles -> giveRoles(name, roles));
        wanted.disabled().ifPresent(disabled -> disable(name, disabled));
        return row.toPerson();
    }

    /** @throws org.ostler.platform.Refusal when no administrator would be left */
    @Transactional
    public Person giveRoles(String name, Set<Role> roles) {
        caller.require(Permission.ADMINISTER);
        PersonRules.roles(roles);
        PersonRow row = locked(name);
        if (!roles.contains(Role.ADMINISTRATOR)) {
            keepAnAdministrator(row);
        }
        String before = words(row.roleSet());
        row.giveRoles(roles);
        tell(row, "made " + row.name() + " " + words(roles), before, words(roles));
        return row.toPerson();
    }

    /** Sets somebody's password; ends their sessions and removes their tokens. */
    @Transactional
    public void resetPassword(String name, String password) {
        caller.require(Permission.ADMINISTER);
        PersonRow row = locked(name);
        PersonRules.password(row.name(), password);
        row.changePassword(PasswordHash.of(password));
        database.createQuery("delete from TokenRow t where t.person = :person")
                .setParameter("person", PersonRow.key(name))
                .executeUpdate();
        tell(row, "set a new password for " + row.name(), "", "");
    }

    /** A disabled person cannot sign in, and keeps name and history. */
    @Transactional
    public Person disable(String name, boolean disabled) {
        caller.require(Permission.ADMINISTER);
        PersonRow row = locked(name);
        if (disabled) {
            keepAnAdministrator(row);
        }
        row.disable(disabled);
        tell(row, (disabled ? "disabled " : "enabled ") + row.name(), "", "");
        return row.toPerson();
    }

    /** @return false when there are people already */
    @Transactional
    boolean addFirst(String name, String password, Set<Role> roles) {
        if (!rows().isEmpty()) {
            return false;
        }
        database.persist(new PersonRow(name, PasswordHash.of(password), roles, Instant.now()));
        return true;
    }

    /** A person of the practice lab, whose password is the name. */
    @Transactional
    void addPractice(String name, Set<Role> roles) {
        database.persist(new PersonRow(name, PasswordHash.of(name), roles, Instant.now()));
    }

    /** Whoever still has the password of a practice person cannot sign in where others than the practising reach. */
    @Transactional
    void endPractice() {
        for (PersonRow row : rows()) {
            Account account = row.toAccount();
            if (!account.disabled() && PasswordHash.matches(account.password(), account.name())) {
                row.disable(true);
            }
        }
    }

    @Transactional
    void signedIn(String name) {
        PersonRow row = locked(name);
        row.signedIn(Instant.now());
        firstPassword.used(row.name());
    }

    private void keepAnAdministrator(PersonRow row) {
        boolean another = database
                .createQuery("select p from PersonRow p", PersonRow.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .anyMatch(other -> !other.equals(row) && other.isActiveAdministrator());
        if (!another) {
            throw Refusal.conflict(
                    "last-administrator",
                    row.name() + " is the last administrator.",
                    "Make somebody else administrator first.");
        }
    }

    private PersonRow locked(String name) {
        PersonRow row = PersonRow.key(name).length() > 64
                ? null
                : database.find(PersonRow.class, PersonRow.key(name), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw Refusal.notFound("person", name);
        }
        return row;
    }

    private List<PersonRow> rows() {
        return database.createQuery("select p from PersonRow p order by p.nameKey", PersonRow.class)
                .getResultList();
    }

    private void tell(PersonRow row, String did, String before, String after) {
        AuditEvent event = AuditEvent.of(AuditEvent.Kind.PEOPLE, caller.name(), caller.name() + " " + did);
        trail.record(before.equals(after) ? event : event.with("before", before).with("after", after));
        changed.fire(new AccountChanged(row.name()));
    }

    private static String words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::name).collect(Collectors.joining(", "));
    }
}
