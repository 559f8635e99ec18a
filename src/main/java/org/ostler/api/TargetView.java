package org.ostler.api;

import java.util.UUID;
import org.ostler.procedure.Target;

/** @param kind host, managementServer, cloudstack or person */
public record TargetView(String kind, UUID id, String name) {
    static TargetView of(Target target) {
        return new TargetView(Names.camel(target.kind()), target.id(), target.name());
    }
}
