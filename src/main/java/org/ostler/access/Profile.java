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
import java.util.Set;
import org.ostler.audit.AuditEvent;
import org.ostler.platform.Refusal;

/** The boundary of what each person decides alone: password, language, theme. */
@ApplicationScoped
public class Profile {
    private static final Set<String> LANGUAGES = Set.of("en", "zh_CN");
    private static final Set<String> THEMES = Set.of("light", "dark", "system");

    @PersistenceContext(unitName = "ostler")
    EntityManager database;

    @Inject
    Caller caller;

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

    /** @param language {@code en} or {@code zh_CN}; {@code theme} light, dark or system */
    @Transactional
    public void prefer(String language, String theme) {
        if (!LANGUAGES.contains(language) || !THEMES.contains(theme)) {
            throw Refusal.badInput(
                    "preference", "There is no such language or theme.", "Choose en or zh_CN, light, dark or system.");
        }
        row().prefer(language, theme);
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
