package org.ostler.audit;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Something that happens, as its author tells it; the trail adds number, time and hashes. Holds no secret.
 *
 * @param actor user name, or {@code ostler} for what the product does by itself
 * @param subject id of the host (or other inventory object) it is about
 * @param summary one line for people, with the host's or file's name
 * @param details further facts, sorted: {@code command}, {@code digest}, {@code before} and {@code after} (SHA-256),
 *     {@code diff}, {@code note}, {@code result}, {@code exit}, …
 */
public record AuditEvent(
        Kind kind,
        String actor,
        Optional<UUID> subject,
        Optional<String> subjectName,
        Optional<UUID> plan,
        Optional<UUID> run,
        Optional<String> step,
        int attempt,
        Optional<UUID> command,
        Optional<String> path,
        String summary,
        Map<String, String> details) {
    public enum Kind {
        PLANNED,
        APPROVED,
        /** A plan was read and not approved. */
        SENT_BACK,
        RUN_STARTED,
        RUN_ENDED,
        /** Paused, resumed, cancelled, abandoned, re-attached after a restart. */
        RUN_STATE,
        /** Journalled before an effect. */
        INTENT,
        OUTCOME,
        STEP_STATE,
        GATE_OPENED,
        GATE_ANSWERED,
        /** Something is about to be paused for the run; {@link #RESTORED} when it is back. */
        PAUSED,
        RESTORED,
        CONSOLE_OPENED,
        CONSOLE_CLOSED,
        HOST_KEY,
        INVENTORY,
        CREDENTIAL,
        PEOPLE,
        SIGN_IN,
        SETTING,
        /** Old entries are dropped. */
        RETENTION,
        /** The data were put back from a backup: the first entry after what the backup has. */
        RESTORATION,
        /** The note for the next shift was written. */
        HANDOVER,
        DRIFT
    }

    public AuditEvent {
        details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
    }

    public static AuditEvent of(Kind kind, String actor, String summary) {
        return new AuditEvent(
                kind,
                actor,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                summary,
                Map.of());
    }

    public AuditEvent about(UUID id, String name) {
        return new AuditEvent(
                kind,
                actor,
                Optional.of(id),
                Optional.of(name),
                plan,
                run,
                step,
                attempt,
                command,
                path,
                summary,
                details);
    }

    public AuditEvent ofPlan(UUID id) {
        return new AuditEvent(
                kind,
                actor,
                subject,
                subjectName,
                Optional.of(id),
                run,
                step,
                attempt,
                command,
                path,
                summary,
                details);
    }

    public AuditEvent ofRun(UUID planId, UUID runId) {
        return new AuditEvent(
                kind,
                actor,
                subject,
                subjectName,
                Optional.of(planId),
                Optional.of(runId),
                step,
                attempt,
                command,
                path,
                summary,
                details);
    }

    public AuditEvent ofStep(String stepId, int number, UUID commandId) {
        return new AuditEvent(
                kind,
                actor,
                subject,
                subjectName,
                plan,
                run,
                Optional.of(stepId),
                number,
                Optional.of(commandId),
                path,
                summary,
                details);
    }

    public AuditEvent onFile(String absolutePath) {
        return new AuditEvent(
                kind,
                actor,
                subject,
                subjectName,
                plan,
                run,
                step,
                attempt,
                command,
                Optional.of(absolutePath),
                summary,
                details);
    }

    public AuditEvent with(String key, String value) {
        Map<String, String> more = new TreeMap<>(details);
        more.put(key, value);
        return new AuditEvent(
                kind, actor, subject, subjectName, plan, run, step, attempt, command, path, summary, more);
    }
}
