package org.ostler.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The boundary of planning. */
@ApplicationScoped
public class Plans {
    /**
     * What is to be planned.
     *
     * @param cluster name or id; empty when hosts are given
     * @param hosts names or ids; empty for all of the cluster
     */
    public record Request(String guide, Optional<String> cluster, List<String> hosts, Map<String, String> settings) {}

    /**
     * Looks at the hosts and makes a plan. Audited as PLANNED. Takes as long as the hosts take; see {@link #begin} for
     * pages.
     *
     * @throws org.ostler.platform.Refusal for an unknown guide, settings that are refused, hosts of the wrong kind
     */
    public Plan make(Request request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins to look in the background; {@link #progress} tells how far it is.
     *
     * @return an id for progress
     */
    public UUID begin(Request request) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param plan the finished plan's id
     * @param refusal why it came to nothing
     */
    public record Progress(
            int looked, int of, Optional<String> lookingAt, Optional<UUID> plan, Optional<String> refusal) {}

    public Optional<Progress> progress(UUID begun) {
        throw new UnsupportedOperationException();
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND; takes "12" (the number) or the id */
    public Plan plan(String numberOrId) {
        throw new UnsupportedOperationException();
    }

    /** Newest first. */
    public List<Plan> list(int limit) {
        throw new UnsupportedOperationException();
    }

    /**
     * Approves exactly this digest.
     *
     * @throws org.ostler.platform.Refusal when the digest differs, a check blocks, the plan is not a draft, or four eyes
     *     are asked for and the caller made it
     */
    public Plan approve(UUID plan, String digest, Optional<String> note) {
        throw new UnsupportedOperationException();
    }
}
