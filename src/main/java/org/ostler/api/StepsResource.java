package org.ostler.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.ostler.access.Caller;
import org.ostler.access.Permission;
import org.ostler.execution.Runs;
import org.ostler.platform.Refusal;

/** Gates and failures: what a person says to one step. Each answers with the run as it is then. */
@Path("runs/{id}/steps/{step}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class StepsResource {
    @Inject
    Caller caller;

    @Inject
    Runs runs;

    @PathParam("id")
    String id;

    @PathParam("step")
    String step;

    /** @param version of the gate that was seen; another one present is a conflict */
    public record ConfirmBody(Optional<String> note, Optional<Long> version) {}

    public record HostKeyBody(@Schema(required = true) Optional<String> fingerprint) {}

    public record MendBody(@Schema(required = true) Optional<String> mend, Optional<String> note) {}

    /** Either {@code {"outcome": "done"}} (or {@code "notDone"}) or {@code {"done": true}} (or {@code false}). */
    public record ResolveBody(Optional<String> outcome, Optional<Boolean> done, Optional<String> note) {
        boolean isDone() {
            Optional<String> said = outcome.or(() -> done.map(yes -> yes ? "done" : "notDone"));
            return switch (Given.required(said, "outcome")) {
                case "done" -> true;
                case "notDone" -> false;
                default ->
                    throw Refusal.badInput(
                            "outcome", "\"outcome\" is neither done nor notDone.", "Look, then say which.");
            };
        }
    }

    public record ReapproveBody(@Schema(required = true) Optional<String> digest, Optional<String> note) {}

    /** @param digest to reapprove */
    public record Restated(Optional<PlanView.StepView> step, Optional<String> digest) {}

    @POST
    @Path("confirm")
    @Operation(summary = "\"Go on\" at a gate")
    public RunView confirm(@RequestBody(required = false) ConfirmBody body) {
        caller.require(Permission.OPERATE);
        UUID run = run();
        Optional<Long> version = body == null ? Optional.empty() : body.version();
        runs.confirm(run, step, version, body == null ? "" : body.note().orElse(""));
        return present();
    }

    @POST
    @Path("look")
    @Operation(summary = "Look at the gate's evidence again")
    public RunView look(@RequestBody(required = false) NoteBody body) {
        caller.require(Permission.OPERATE);
        runs.lookAgain(run(), step);
        return present();
    }

    @POST
    @Path("host-key")
    @Operation(
            summary = "Accept the new key of a host that was installed again",
            description = "Only at a gate that expects it; compare the fingerprint with the host's own screen first.")
    public RunView hostKey(HostKeyBody body) {
        caller.require(Permission.OPERATE);
        String fingerprint = Given.required(Given.body(body).fingerprint(), "fingerprint");
        runs.acceptHostKey(run(), step, fingerprint);
        return present();
    }

    @POST
    @Path("retry")
    @Operation(summary = "Try a failed step again, as a new attempt")
    public RunView retry(@RequestBody(required = false) NoteBody body) {
        caller.require(Permission.OPERATE);
        runs.retry(run(), step, Given.note(body));
        return present();
    }

    @POST
    @Path("byHand")
    @Operation(
            summary = "A person did it by hand: look again, and go on only if it is so",
            description = "At a gate or a failed step. The note says what was done, at least 10 characters. Refused as"
                    + " a conflict, saying what was seen, when the step's facts do not agree.")
    public RunView byHand(ConfirmBody body) {
        caller.require(Permission.OPERATE);
        Optional<Long> version = Given.body(body).version();
        runs.byHand(run(), step, version, body.note().orElse(""));
        return present();
    }

    @POST
    @Path("keep")
    @Operation(
            summary = "Keep a changed network, whatever its probes say",
            description = "While its countdown runs. The host decides whether it is not too late; the run tells.")
    public RunView keep(@RequestBody(required = false) NoteBody body) {
        caller.require(Permission.OPERATE);
        runs.keep(run(), step, Given.note(body));
        return present();
    }

    @POST
    @Path("extend")
    @Operation(summary = "Give the countdown of a changed network its whole time once more")
    public RunView extend(@RequestBody(required = false) NoteBody body) {
        caller.require(Permission.OPERATE);
        runs.extend(run(), step, Given.note(body));
        return present();
    }

    @POST
    @Path("revert")
    @Operation(summary = "Take a changed network back now, without waiting for its countdown's end")
    public RunView revert(@RequestBody(required = false) NoteBody body) {
        caller.require(Permission.OPERATE);
        runs.revert(run(), step, Given.note(body));
        return present();
    }

    @POST
    @Path("skip")
    @Operation(summary = "Skip it, with a written reason")
    public RunView skip(@RequestBody(required = false) NoteBody body) {
        caller.require(Permission.APPROVE);
        runs.skip(run(), step, Given.note(body));
        return present();
    }

    @POST
    @Path("mend")
    @Operation(summary = "Use a known remedy, then try again")
    public RunView mend(MendBody body) {
        caller.require(Permission.OPERATE);
        String mend = Given.required(Given.body(body).mend(), "mend");
        runs.mend(run(), step, mend, body.note().orElse(""));
        return present();
    }

    @POST
    @Path("resolve")
    @Operation(summary = "Say what became of an unknown outcome: done or notDone")
    public RunView resolve(ResolveBody body) {
        caller.require(Permission.APPROVE);
        runs.resolve(run(), step, Given.body(body).isDone(), body.note().orElse(""));
        return present();
    }

    @GET
    @Path("restated")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "A stale step in its new form, with the digest to reapprove")
    public Restated restated() {
        caller.require(Permission.READ);
        UUID run = run();
        return runs.restated(run, step)
                .map(stale ->
                        new Restated(Optional.of(PlanView.step(stale)), Optional.of(runs.restatedDigest(run, step))))
                .orElseGet(() -> new Restated(Optional.empty(), Optional.empty()));
    }

    @POST
    @Path("reapprove")
    @Operation(summary = "Approve a stale step in its new form")
    public RunView reapprove(ReapproveBody body) {
        caller.require(Permission.APPROVE);
        String digest = Given.required(Given.body(body).digest(), "digest");
        runs.reapprove(run(), step, digest, body.note().orElse(""));
        return present();
    }

    @POST
    @Path("rollback")
    @Operation(summary = "Roll the run back, to the last step that cannot be undone")
    public RunView rollback(@RequestBody(required = false) NoteBody body) {
        caller.require(Permission.OPERATE);
        runs.rollback(run(), step, Given.note(body));
        return present();
    }

    private UUID run() {
        return runs.run(id).id();
    }

    private RunView present() {
        return RunView.of(runs.run(id));
    }
}
