package org.ostler.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ostler.platform.Refusal;

/**
 * The person behind the present request. Boundary beans ask it before they do anything. Roles are read anew for each
 * request: one that was taken away acts at once, in open sessions too.
 */
@RequestScoped
public class Caller {
    @Inject
    SecurityContext security;

    @Inject
    Accounts accounts;

    /** The user name; for work without a person (start-up) there is no caller, so this is never asked then. */
    public String name() {
        Principal principal = security.getCallerPrincipal();
        if (principal == null) {
            throw Refusal.forbidden("Nobody is signed in.", "Sign in.");
        }
        return principal.getName();
    }

    Optional<String> nameIfAny() {
        return Optional.ofNullable(security.getCallerPrincipal()).map(Principal::getName);
    }

    public Set<Role> roles() {
        return accounts.findActive(name()).map(Account::roles).orElse(Set.of());
    }

    public boolean may(Permission permission) {
        return permission.isGivenBy(roles());
    }

    /** @throws org.ostler.platform.Refusal of kind FORBIDDEN, naming the role that would allow it */
    public void require(Permission permission) {
        if (!may(permission)) {
            throw refusal(permission);
        }
    }

    static Refusal refusal(Permission permission) {
        String roles = permission.roles().stream().sorted().map(Role::name).collect(Collectors.joining(" or "));
        return Refusal.forbidden("This needs the role " + roles + ".", "Ask an administrator for the role.");
    }
}
