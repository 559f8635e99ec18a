package org.ostler.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.transaction.Transactional;
import java.util.function.UnaryOperator;
import org.ostler.audit.AuditEvent;
import org.ostler.platform.Refusal;

/** The boundary of what each person decides alone: password, language, theme, time zone. */
@ApplicationScoped
public class Profile {
    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    @Inject
    Caller caller;

    @Inject
    Accounts accounts;

    @Inject
    Authentication authentication;

    @Inject
    Sessions sessions;

    @Inject
    Trail trail;

    @Inject
    HttpServletRequest request;

    @Inject
    Event<AccountChanged> changed;

    @Transactional
    public Person me() {
        return row().toPerson();
    }

    /** Those of the person behind this request; nobody has left all to the browser. */
    public Choices choices() {
        return caller.nameIfAny()
                .flatMap(accounts::findActive)
                .map(Account::choices)
                .orElse(Choices.NONE);
    }

    /** @throws Refusal for a language, theme or time zone that does not exist */
    @Transactional
    public void prefer(UnaryOperator<Choices> change) {
        PersonRow row = row();
        Choices wanted = change.apply(row.choices());
        wanted.check();
        row.prefer(wanted);
        changed.fire(new AccountChanged(row.name()));
    }

    /** Ends the person's other sessions. */
    @Transactional
    public void changePassword(String present, String wanted) {
        PersonRow row = row();
        if (!(authentication.byPassword(row.name(), present, "profile of " + row.name())
                instanceof Authentication.Result.Known)) {
            throw Refusal.badInput(
                    "password-wrong", "The present password is another one.", "Type the present password again.");
        }
        PersonRules.password(row.name(), wanted);
        row.changePassword(PasswordHash.of(wanted));
        trail.record(AuditEvent.of(AuditEvent.Kind.PEOPLE, row.name(), row.name() + " changed the own password"));
        HttpSession session = request.getSession(false);
        if (session != null) {
            sessions.keep(session, row.toAccount().passwordStamp());
        }
        changed.fire(new AccountChanged(row.name()));
    }

    private PersonRow row() {
        PersonRow row = database.find(PersonRow.class, PersonRow.key(caller.name()), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw Refusal.notFound("person", caller.name());
        }
        return row;
    }
}
