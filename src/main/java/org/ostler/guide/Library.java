package org.ostler.guide;

import java.util.List;
import java.util.Optional;
import org.ostler.procedure.Guide;

/** All guides. */
public final class Library {
    private Library() {}

    public static List<Guide> guides() {
        return List.of();
    }

    public static Optional<Guide> guide(String id) {
        return guides().stream().filter(guide -> guide.id().equals(id)).findFirst();
    }
}
