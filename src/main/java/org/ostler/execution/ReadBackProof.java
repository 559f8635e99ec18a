package org.ostler.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.console.Masking;
import org.ostler.credential.Credentials;
import org.ostler.facts.Answer;
import org.ostler.platform.Json;
import org.ostler.platform.Refusal;
import org.ostler.procedure.Action;

/**
 * A call of the CloudStack API. When its answer was lost, the effect or the job is looked for; it is sent again only
 * when the server's own longest time has passed and neither is seen.
 */
record ReadBackProof(Duration serverLimit) implements OnceOnly {
    @Override
    public boolean needsIdentity() {
        return false;
    }

    @Override
    public Finding perform(Deed deed) {
        Action.CallCloudStack call = (Action.CallCloudStack) deed.action().action;
        Optional<CloudStackClient> client = client(deed);
        if (client.isEmpty()) {
            return Finding.failed("No address or credential of the CloudStack API is known for this zone.");
        }
        Map<String, String> parameters;
        try {
            parameters = withLogin(deed, call);
        } catch (Refusal missing) {
            return Finding.failed("Nothing was sent: " + missing.getMessage());
        }
        deed.prompt();
        deed.action().sentAt = Optional.of(deed.now());
        deed.save();
        try {
            Answer answer = client.get().call(call.command(), parameters);
            deed.step().heard();
            if (!answer.ok()) {
                return Finding.failed("CloudStack refused it (" + answer.exit() + "): " + errorText(deed, answer));
            }
            deed.action().job = Optional.of(value(answer, "jobid")).filter(id -> !id.isEmpty());
            if (deed.action().job.isEmpty()) {
                return Finding.done("CloudStack did it");
            }
            deed.save();
            return job(deed, client.get());
        } catch (CloudStackClient.NoAnswer silent) {
            if (silent.mayHaveReachedTheServer()) {
                return Finding.running("no answer; looking whether it was done: " + silent.getMessage(), poll(deed));
            }
            deed.action().sentAt = Optional.empty();
            return notSent(deed, silent);
        }
    }

    private static Finding notSent(Deed deed, CloudStackClient.NoAnswer silent) {
        Instant since = deed.step().silentSince.orElse(deed.now());
        deed.step().silentSince = Optional.of(since);
        deed.step().silences++;
        return since.plus(deed.tools().limits().silence()).isBefore(deed.now())
                ? Finding.failed("CloudStack cannot be reached, nothing was sent: " + silent.getMessage())
                : Finding.running(
                        "CloudStack cannot be reached since " + since + ": " + silent.getMessage(),
                        deed.tools().limits().backOff(deed.step().silences));
    }

    @Override
    public Finding look(Deed deed) {
        ActionEntry action = deed.action();
        if (action.job.isPresent()) {
            return client(deed)
                    .map(client -> job(deed, client))
                    .orElseGet(() -> Finding.unknown("No address or credential of the CloudStack API is known."));
        }
        if (action.sentAt.isEmpty()) {
            return Finding.notDone("it was not sent");
        }
        if (deed.effectSeen().getAsBoolean()) {
            return Finding.done("seen to be done");
        }
        return action.sentAt.get().plus(serverLimit).isBefore(deed.now())
                ? Finding.notDone("neither effect nor job is seen, and the server's longest time has passed")
                : Finding.running("looking whether it was done", poll(deed));
    }

    @Override
    public Finding attend(Deed deed, Finding running) {
        return running;
    }

    private Finding job(Deed deed, CloudStackClient client) {
        String id = deed.action().job.orElseThrow();
        try {
            Answer answer = client.job(id);
            deed.step().heard();
            return switch (value(answer, "jobstatus")) {
                case "1" -> Finding.done("CloudStack did it (job " + id + ")");
                case "2" -> Finding.failed("CloudStack could not do it (job " + id + "): " + errorText(deed, answer));
                default -> Finding.running("CloudStack works on job " + id, poll(deed));
            };
        } catch (CloudStackClient.NoAnswer silent) {
            Instant limit = deed.action()
                    .sentAt
                    .orElse(deed.now())
                    .plus(serverLimit)
                    .plus(deed.tools().limits().silence());
            return limit.isBefore(deed.now())
                    ? Finding.unknown("CloudStack does not say what became of job " + id + ": " + silent.getMessage())
                    : Finding.running("CloudStack does not answer: " + silent.getMessage(), poll(deed));
        }
    }

    private static Duration poll(Deed deed) {
        return deed.tools().limits().poll();
    }

    private static Optional<CloudStackClient> client(Deed deed) {
        return deed.context().scope().managementServer().flatMap(deed.tools().observer()::client);
    }

    /** A login goes over the line here and nowhere else: neither plan nor ledger nor journal has it. */
    private static Map<String, String> withLogin(Deed deed, Action.CallCloudStack call) {
        if (call.login().isEmpty()) {
            return call.parameters();
        }
        String named = call.login().get();
        String credential = named.equals(Action.CallCloudStack.HOSTS_OWN)
                ? deed.tools().inventory().endpoint(deed.leg().target().id()).credential()
                : named;
        Credentials.Login login = deed.tools().credentials().login(credential);
        Map<String, String> all = new TreeMap<>(call.parameters());
        all.put("username", login.user());
        all.put("password", login.password().reveal());
        return all;
    }

    /** A server may repeat what it was sent. */
    private static String errorText(Deed deed, Answer answer) {
        String text = value(answer, "errortext");
        return new Masking(deed.tools().credentials().all())
                .mask(text.isEmpty() ? answer.out().strip() : text);
    }

    private static String value(Answer answer, String name) {
        try {
            JsonNode found = Json.mapper().readTree(answer.out()).findValue(name);
            return (found == null ? MissingNode.getInstance() : found).asText();
        } catch (JsonProcessingException noJson) {
            return "";
        }
    }
}
