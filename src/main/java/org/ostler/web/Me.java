package org.ostler.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ostler.access.Caller;
import org.ostler.access.Permission;

/**
 * The signed-in person as pages need them: whether a button is theirs to press, and if not, who could. Pages only show
 * it; the boundary beans enforce it.
 */
@Named
@RequestScoped
public class Me {
    private final Caller caller;
    private final Texts texts;

    Me() {
        this(null, null);
    }

    @Inject
    Me(Caller caller, Texts texts) {
        this.caller = caller;
        this.texts = texts;
    }

    public String getName() {
        return caller.name();
    }

    public String getInitials() {
        String name = caller.name();
        return name.substring(0, Math.min(2, name.length())).toUpperCase(Locale.ROOT);
    }

    public String getRoles() {
        return caller.roles().stream()
                .sorted()
                .map(role -> texts.get("role." + role))
                .collect(Collectors.joining(texts.get("list.separator")));
    }

    public boolean may(String permission) {
        return caller.may(Permission.valueOf(permission));
    }

    public boolean isOperator() {
        return caller.may(Permission.OPERATE);
    }

    public boolean isApprover() {
        return caller.may(Permission.APPROVE);
    }

    public boolean isAdministrator() {
        return caller.may(Permission.ADMINISTER);
    }

    /** Why a button is not for this person: the rule, and who it is for. */
    public String whyNot(String permission) {
        return texts.get("why." + Permission.valueOf(permission));
    }
}
