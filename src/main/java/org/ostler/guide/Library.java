package org.ostler.guide;

import java.util.List;
import java.util.Optional;
import org.ostler.guide.kvm.KvmHost;
import org.ostler.guide.lxc.LxcHost;
import org.ostler.guide.xenserver.RollingUpgrade;
import org.ostler.procedure.Guide;

/** All guides. */
public final class Library {
    private static final List<Guide> GUIDES = List.of(RollingUpgrade.guide(), KvmHost.guide(), LxcHost.guide());

    private Library() {}

    public static List<Guide> guides() {
        return GUIDES;
    }

    public static Optional<Guide> guide(String id) {
        return guides().stream().filter(guide -> guide.id().equals(id)).findFirst();
    }
}
