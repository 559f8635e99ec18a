package org.ostler.plan;

import java.util.Optional;
import org.ostler.procedure.Step;
import org.ostler.procedure.Target;

/**
 * One step at one place of the way through a guide.
 *
 * @param id of the planned step
 * @param order from 1
 * @param chapter key of the chapter
 * @param host the host of an {@code EACH_HOST} chapter that it belongs to, which is also its lane; empty for a step
 *     done once
 * @param target what it works on
 * @param place the host on which {@code Place.HOST} is: the target itself, or for others the coordinator
 */
public record Leg(
        String id,
        int order,
        String chapter,
        Optional<Target> host,
        Step step,
        Target target,
        Optional<Target> place) {}
