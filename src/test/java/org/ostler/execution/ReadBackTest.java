package org.ostler.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.ostler.TestDatabase.Product;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.facts.Answer;
import org.ostler.facts.Fact;
import org.ostler.platform.Json;
import org.ostler.procedure.Action;
import org.ostler.procedure.Chapter;
import org.ostler.procedure.Step;

/** Calls of the API whose answers are lost, late or no. */
@ParameterizedClass
@EnumSource(Product.class)
class ReadBackTest {
    private static final Fact<String> STATE =
            Fact.ofCloudStack("cluster", "listClusters", Map.of(), answer -> answer.out());

    private final Stage stage;

    ReadBackTest(Product product) {
        stage = new Stage(product);
    }

    private final Cloud cloud = new Cloud();

    /** A management server's API with one cluster. */
    private static final class Cloud implements CloudStackClient {
        final List<String> calls = new ArrayList<>();
        final List<Map<String, String>> sent = new ArrayList<>();
        boolean repeatsTheRequest;
        String state = "Managed";
        boolean losesAnswers;
        boolean losesRequests;
        boolean ignores;
        String job = "";
        int jobLooks;

        @Override
        public Answer list(String command, Map<String, String> parameters) {
            return Answer.of(state);
        }

        @Override
        public Answer call(String command, Map<String, String> parameters) throws NoAnswer {
            if (losesRequests) {
                losesRequests = false;
                throw new NoAnswer("refused", false, null);
            }
            calls.add(command);
            sent.add(parameters);
            if (repeatsTheRequest) {
                return new Answer(530, "{\"errortext\":\"Unable to add the host with " + parameters + "\"}", "");
            }
            if (!ignores) {
                state = "Unmanaged";
            }
            ignores = false;
            if (losesAnswers) {
                losesAnswers = false;
                throw new NoAnswer("reset", true, null);
            }
            return Answer.of(job.isEmpty() ? "{\"success\":true}" : "{\"jobid\":\"" + job + "\"}");
        }

        @Override
        public Answer job(String id) {
            jobLooks++;
            return Answer.of("{\"jobstatus\":" + (jobLooks < 3 ? 0 : 1) + "}");
        }
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    private UUID start() {
        stage.cloud = cloud;
        return stage.start(
                1,
                false,
                Chapter.once(
                        "c",
                        "C",
                        Step.step("unmanage", "Unmanage")
                                .on(Step.On.CLOUDSTACK)
                                .looksAt(STATE)
                                .does(seen -> List.of(new Action.CallCloudStack(
                                        "updateCluster", Map.of("managedstate", "Unmanaged"), Duration.ofMinutes(5))))
                                .verifiedBy("it is unmanaged", seen -> seen.fact(STATE)
                                        .equals("Unmanaged"))
                                .changesNothing()));
    }

    @Test
    void sendsOnceWhenTheAnswerWasLost() {
        cloud.losesAnswers = true;
        assertEquals(RunState.SUCCEEDED, stage.drive(start()));
        assertEquals(List.of("updateCluster"), cloud.calls);
    }

    @Test
    void sendsAgainOnlyAfterTheServersOwnLongestTime() {
        cloud.losesAnswers = true;
        cloud.ignores = true;
        UUID run = start();
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(List.of("updateCluster", "updateCluster"), cloud.calls);
        ActionEntry action =
                stage.step(run, "unmanage").attempt().orElseThrow().actions.get(0);
        Duration between = Duration.between(action.intentAt.orElseThrow(), action.sentAt.orElseThrow());
        assertEquals(5, between.toMinutes());
    }

    @Test
    void sendsAgainAtOnceWhatNeverLeft() {
        cloud.losesRequests = true;
        assertEquals(RunState.SUCCEEDED, stage.drive(start()));
        assertEquals(List.of("updateCluster"), cloud.calls);
    }

    @Test
    void waitsForTheJobItWasGiven() {
        cloud.job = "17";
        assertEquals(RunState.SUCCEEDED, stage.drive(start()));
        assertEquals(3, cloud.jobLooks);
        assertEquals(List.of("updateCluster"), cloud.calls);
    }

    private static Action.CallCloudStack addHost() {
        return new Action.CallCloudStack("addHost", Map.of("url", "http://kvm1"), Duration.ofMinutes(5))
                .withLogin("kvm-root");
    }

    private UUID startToAdd() {
        stage.cloud = cloud;
        return stage.start(
                1,
                false,
                Chapter.once(
                        "c",
                        "C",
                        Step.step("add", "Add")
                                .on(Step.On.CLOUDSTACK)
                                .looksAt(STATE)
                                .does(seen -> List.of(addHost()))
                                .changesNothing()));
    }

    @Test
    void putsALoginInWhenItIsSentAndNowhereElse() {
        UUID run = startToAdd();
        assertEquals(RunState.SUCCEEDED, stage.drive(run));
        assertEquals(Map.of("url", "http://kvm1", "username", "root", "password", "pa\"ss"), cloud.sent.get(0));
        assertFalse(stage.everythingKept(run).contains("pa\"ss"));
        assertTrue(stage.everythingKept(run).contains("kvm-root"));
    }

    @Test
    void masksALoginThatTheServerRepeats() {
        cloud.repeatsTheRequest = true;
        UUID run = startToAdd();
        assertEquals(RunState.FAILED, stage.drive(run));
        assertTrue(stage.everythingKept(run).contains("Unable to add the host with"));
        assertFalse(stage.everythingKept(run).contains("pa\"ss"));
    }

    @Test
    void readsACallThatWasStoredBeforeThereWereLogins() {
        String old = "{\"action\":\"cloudstack\",\"command\":\"updateCluster\",\"parameters\":{\"id\":\"7\"},"
                + "\"serverLimit\":\"PT5M\"}";
        assertEquals(
                new Action.CallCloudStack("updateCluster", Map.of("id", "7"), Duration.ofMinutes(5)),
                Json.read(old, Action.class));
    }
}
