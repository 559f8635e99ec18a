package org.ostler.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The signed API of a CloudStack management server at {@code /client/api}, with the answers, statuses and error texts
 * of a real one.
 */
final class CloudStackSimulator {
    private final CloudState state;
    private final CloudSignature signature;
    private final LabClock clock;
    private final CloudFaults faults = new CloudFaults();
    private final CloudMaintenance maintenance;
    private final Map<String, CloudLists.Command> commands = new TreeMap<>();
    private final BooleanSupplier up;
    private final Runnable changed;

    /**
     * @param up whether the management service answers at present
     * @param changed told after each answer, so that the state is stored
     */
    CloudStackSimulator(
            CloudState state,
            PoolView pool,
            CloudSignature signature,
            LabClock clock,
            BooleanSupplier up,
            Runnable changed) {
        this(state, pool, signature, clock, up, changed, Optional.empty());
    }

    /** @param setup of Linux hosts that are added; without it any name can be added */
    CloudStackSimulator(
            CloudState state,
            PoolView pool,
            CloudSignature signature,
            LabClock clock,
            BooleanSupplier up,
            Runnable changed,
            Optional<AgentSetup> setup) {
        this.up = up;
        this.changed = changed;
        this.state = state;
        this.signature = signature;
        this.clock = clock;
        CloudViews views = new CloudViews(state, pool, clock);
        this.maintenance = new CloudMaintenance(state, views, pool, clock);
        commands.putAll(new CloudLists(state, views).commands());
        commands.putAll(new CloudChanges(state, views, setup).commands());
        commands.putAll(maintenance.commands());
    }

    /** After a restart of the lab with an earlier state. */
    void resume() {
        synchronized (state) {
            maintenance.resume();
        }
    }

    CloudFaults faults() {
        return faults;
    }

    LabHttp.Answer answer(LabHttp.Request http) throws InterruptedException {
        String query = Optional.ofNullable(http.uri().getRawQuery()).orElse("");
        CloudRequest request = CloudRequest.parse(query, http.text());
        clock.pause(faults.slow());
        if (!up.getAsBoolean() || faults.failsNow()) {
            return LabHttp.Answer.text(503, "Service Unavailable");
        }
        CloudReply reply = answer(request);
        changed.run();
        if (!request.changesNothing() && faults.losesAnswer()) {
            return LabHttp.Answer.LOST;
        }
        boolean json = request.wantsJson();
        return new LabHttp.Answer(reply.status(), reply.contentType(json), reply.bytes(json), Map.of());
    }

    /** The answer to one request: who asks is checked before what is asked. */
    CloudReply answer(CloudRequest request) throws InterruptedException {
        Optional<String> command = request.command();
        if (command.isEmpty()) {
            return CloudReply.unauthorized("null");
        }
        boolean known = commands.containsKey(command.get()) || command.get().equals("updateCluster");
        if (!known) {
            return CloudReply.unauthorized("errorresponse");
        }
        String envelope = command.get().toLowerCase(Locale.ROOT) + "response";
        if (!signature.accepts(request.parameters(), Instant.now())) {
            return CloudReply.unauthorized(envelope);
        }
        try {
            return new CloudReply(200, envelope, run(command.get(), request));
        } catch (CloudError error) {
            return CloudReply.error(envelope, error);
        }
    }

    private ObjectNode run(String command, CloudRequest request) throws CloudError, InterruptedException {
        if (command.equals("updateCluster")) {
            return maintenance.updateCluster(request);
        }
        synchronized (state) {
            maintenance.settle();
            return commands.get(command).answer(request);
        }
    }
}
