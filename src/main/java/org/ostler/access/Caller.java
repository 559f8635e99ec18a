package org.ostler.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Set;

/** The person behind the present request. Boundary beans ask it before they do anything. */
@RequestScoped
public class Caller {
    /** The user name; for work without a person (start-up) there is no caller, so this is never asked then. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    public Set<Role> roles() {
        throw new UnsupportedOperationException();
    }

    public boolean may(Permission permission) {
        throw new UnsupportedOperationException();
    }

    /** @throws org.ostler.platform.Refusal of kind FORBIDDEN, naming the role that would allow it */
    public void require(Permission permission) {
        throw new UnsupportedOperationException();
    }
}
