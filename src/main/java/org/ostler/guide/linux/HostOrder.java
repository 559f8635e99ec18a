package org.ostler.guide.linux;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ostler.facts.Facts;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Target;

/** Linux hosts have no coordinator: they are taken by name. */
public final class HostOrder {
    private HostOrder() {}

    public static Guide.Order byName(Map<Target, Facts> hosts) {
        List<Target> order = hosts.keySet().stream()
                .sorted(Comparator.comparing(Target::name))
                .toList();
        return new Guide.Order(order, Optional.empty(), Optional.empty());
    }
}
