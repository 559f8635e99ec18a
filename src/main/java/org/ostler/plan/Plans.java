package org.ostler.plan;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.audit.AuditEvent;
import org.ostler.audit.AuditTrail;
import org.ostler.guide.Library;
import org.ostler.inventory.Cluster;
import org.ostler.inventory.Host;
import org.ostler.inventory.Inventory;
import org.ostler.platform.Configuration;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Target;

/** The boundary of planning. */
@ApplicationScoped
public class Plans {
    private static final Logger LOG = Logger.getLogger(Plans.class.getName());

    /**
     * How long a page may ask what became of its plan. Smaller, and a page that was asleep finds nothing; larger, and
     * memory holds what nobody asks for.
     */
    private static final Duration PROGRESS_KEPT = Duration.ofMinutes(15);

    /** Shorter notes do not say what to change. */
    private static final int SHORTEST_NOTE = 10;

    /** As the column takes it. */
    private static final int LONGEST_NOTE = 2_000;

    /**
     * What is to be planned.
     *
     * @param cluster name or id; empty when hosts are given
     * @param hosts names or ids; empty for all of the cluster
     */
    public record Request(String guide, Optional<String> cluster, List<String> hosts, Map<String, String> settings) {}

    /**
     * @param plan the finished plan's id
     * @param refusal why it came to nothing
     */
    public record Progress(
            int looked, int of, Optional<String> lookingAt, Optional<UUID> plan, Optional<String> refusal) {}

    @Inject
    Caller caller;

    @Inject
    Inventory inventory;

    @Inject
    HostObserver observer;

    @Inject
    PlanStore store;

    @Inject
    AuditTrail audit;

    @Inject
    Configuration configuration;

    @Resource
    ManagedExecutorService background;

    Function<String, Optional<Guide>> guides = Library::guide;

    private final Clock clock = Clock.systemUTC();
    private final Map<UUID, Begun> begun = new ConcurrentHashMap<>();

    private record Begun(Progress progress, Instant at) {}

    /**
     * Looks at the hosts and makes a plan. Audited as PLANNED. Takes as long as the hosts take; see {@link #begin} for
     * pages.
     *
     * @throws org.ostler.platform.Refusal for an unknown guide, settings that are refused, hosts of the wrong kind
     */
    public Plan make(Request request) {
        caller.require(Permission.OPERATE);
        return make(wanted(request), caller.name(), host -> {});
    }

    /**
     * Begins to look in the background; {@link #progress} tells how far it is.
     *
     * @return an id for progress
     */
    public UUID begin(Request request) {
        caller.require(Permission.OPERATE);
        String by = caller.name();
        Wanted wanted = wanted(request);
        int of = wanted.scope().hosts().size();
        UUID id = UUID.randomUUID();
        begun.values()
                .removeIf(old -> old.at().plus(PROGRESS_KEPT).isBefore(clock.instant())
                        && (old.progress().plan().isPresent()
                                || old.progress().refusal().isPresent()));
        tell(id, new Progress(0, of, Optional.empty(), Optional.empty(), Optional.empty()));
        background.execute(() -> inBackground(id, wanted, by));
        return id;
    }

    private void inBackground(UUID id, Wanted wanted, String by) {
        int of = wanted.scope().hosts().size();
        try {
            Plan plan = make(wanted, by, host -> looked(id, host));
            tell(id, new Progress(of, of, Optional.empty(), Optional.of(plan.id()), Optional.empty()));
        } catch (Refusal refusal) {
            tell(id, failed(of, refusal.getMessage() + " " + refusal.next()));
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "planning failed, reference " + id, bug);
            tell(id, failed(of, "Planning failed. The server's log has the reason under reference " + id + "."));
        }
    }

    private static Progress failed(int of, String why) {
        return new Progress(of, of, Optional.empty(), Optional.empty(), Optional.of(why));
    }

    private void looked(UUID id, Target host) {
        begun.computeIfPresent(
                id,
                (same, old) -> new Begun(
                        new Progress(
                                old.progress().looked() + 1,
                                old.progress().of(),
                                Optional.of(host.name()),
                                Optional.empty(),
                                Optional.empty()),
                        old.at()));
    }

    private void tell(UUID id, Progress progress) {
        begun.put(id, new Begun(progress, clock.instant()));
    }

    public Optional<Progress> progress(UUID begunId) {
        caller.require(Permission.READ);
        return Optional.ofNullable(begun.get(begunId)).map(Begun::progress);
    }

    private Wanted wanted(Request request) {
        Guide guide = guides.apply(request.guide()).orElseThrow(() -> Refusal.notFound("guide", request.guide()));
        return Wanted.of(request, guide, inventory);
    }

    private Plan make(Wanted wanted, String by, Consumer<Target> looked) {
        Plan made = new Making(observer, looked, clock).make(wanted, by, validity());
        Plan stored = store.add(made);
        AuditEvent event = AuditEvent.of(
                        AuditEvent.Kind.PLANNED,
                        by,
                        "Plan " + stored.number() + " made: " + stored.guideTitle() + " on " + where(stored))
                .ofPlan(stored.id())
                .with("digest", stored.digest());
        write(about(stored, event));
        return stored;
    }

    private static AuditEvent about(Plan plan, AuditEvent event) {
        return plan.cluster()
                .map(of -> event.about(of, plan.clusterName().orElse("")))
                .orElse(event);
    }

    private static String where(Plan plan) {
        return plan.clusterName()
                .orElseGet(() -> String.join(
                        ", ",
                        plan.hosts().stream().map(host -> host.target().name()).toList()));
    }

    private Duration validity() {
        return Duration.ofHours(configuration.number("ostler.approval.hours", 8));
    }

    /** @throws org.ostler.platform.Refusal NOT_FOUND; takes "12" (the number) or the id */
    public Plan plan(String numberOrId) {
        caller.require(Permission.READ);
        return find(numberOrId);
    }

    /** For the runner, which works without a caller. */
    public Plan find(String numberOrId) {
        return store.find(numberOrId).orElseThrow(() -> Refusal.notFound("plan", numberOrId));
    }

    /** Newest first; of their steps only those that block an approval. */
    public List<Plan> list(int limit) {
        caller.require(Permission.READ);
        return store.newest(Math.max(1, Math.min(limit, 200)));
    }

    /**
     * Approves exactly this digest.
     *
     * @throws org.ostler.platform.Refusal when the digest differs, a check blocks, the plan is not a draft, or four eyes
     *     are asked for and the caller made it
     */
    public Plan approve(UUID id, String digest, Optional<String> note) {
        caller.require(Permission.APPROVE);
        String by = caller.name();
        Plan plan = find(id.toString());
        Approval.refuse(plan, digest, by, needsFourEyes(plan), clock.instant());
        AuditEvent event = AuditEvent.of(
                        AuditEvent.Kind.APPROVED,
                        by,
                        "Plan " + plan.number() + " approved: " + plan.guideTitle() + " on " + where(plan))
                .ofPlan(plan.id())
                .with("digest", digest)
                .with("note", note.orElse(""));
        Instant now = clock.instant();
        if (!store.approve(id, digest, by, now, now.plus(validity()), () -> write(about(plan, event)))) {
            throw Refusal.conflict(
                    "plan-not-a-draft",
                    "Plan " + plan.number() + " is " + find(id.toString()).state() + " by now.",
                    "Look at the plan again.");
        }
        return find(id.toString());
    }

    /**
     * Sends a draft back to who made it, with the reason. It is not approved any more; a new plan with the same settings
     * takes its place.
     *
     * @param note what is to be changed, at least 10 characters
     * @throws org.ostler.platform.Refusal when it is no draft, or was sent back already
     */
    public Plan sendBack(UUID id, String note) {
        caller.require(Permission.APPROVE);
        String why = note == null ? "" : note.strip();
        if (why.length() < SHORTEST_NOTE || why.length() > LONGEST_NOTE) {
            throw Refusal.badInput(
                    "note-length",
                    "A note of " + SHORTEST_NOTE + " to " + LONGEST_NOTE + " characters is needed.",
                    "Write down what has to be changed in the plan.");
        }
        String by = caller.name();
        Plan plan = find(id.toString());
        AuditEvent event = AuditEvent.of(
                        AuditEvent.Kind.SENT_BACK,
                        by,
                        "Plan " + plan.number() + " sent back: " + plan.guideTitle() + " on " + where(plan))
                .ofPlan(plan.id())
                .with("digest", plan.digest())
                .with("note", why);
        if (!store.sendBack(id, new Plan.SentBack(by, clock.instant(), why), () -> write(about(plan, event)))) {
            throw Refusal.conflict(
                    "plan-not-a-draft",
                    "Plan " + plan.number() + " cannot be sent back: it is "
                            + find(id.toString()).state() + ", or was sent back already.",
                    "Look at the plan again.");
        }
        return find(id.toString());
    }

    /** Whether one of the plan's clusters asks for a second person. */
    public boolean needsFourEyes(Plan plan) {
        return plan.hosts().stream()
                .flatMap(host -> inventory.findHost(host.target().id()).stream())
                .map(Host::cluster)
                .distinct()
                .map(of -> inventory.cluster(of.toString()))
                .anyMatch(Cluster::fourEyes);
    }

    /**
     * Marks an approved plan as used by the run that starts now.
     *
     * @throws org.ostler.platform.Refusal when it is not approved, expired or used already
     */
    public void use(Plan plan) {
        if (!store.use(plan.id(), clock.instant())) {
            Plan.State state = find(plan.id().toString()).state();
            throw Refusal.conflict(
                    "plan-not-approved",
                    "Plan " + plan.number() + " cannot be started: it is " + state + ".",
                    state == Plan.State.DRAFT ? "Have it approved first." : "Make a new plan.");
        }
    }

    private void write(AuditEvent event) {
        try {
            audit.record(event);
        } catch (AuditTrail.JournalUnwritable why) {
            throw why.refusal();
        }
    }
}
