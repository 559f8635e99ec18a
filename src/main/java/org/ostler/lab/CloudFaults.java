package org.ostler.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** What the technician has broken at the management server's API. */
final class CloudFaults {
    private Duration slow = Duration.ZERO;
    private int answersToLose;
    private int requestsToFail;

    synchronized void slow(Duration each) {
        slow = each;
    }

    synchronized Duration slow() {
        return slow;
    }

    /** The next changing commands are done, but their answers get lost. */
    synchronized void loseAnswers(int next) {
        answersToLose = next;
    }

    /** The next requests are answered 503 and nothing is done. */
    synchronized void failRequests(int next) {
        requestsToFail = next;
    }

    /** Whether to lose the answer to this changing command now. */
    synchronized boolean losesAnswer() {
        if (answersToLose == 0) {
            return false;
        }
        answersToLose--;
        return true;
    }

    synchronized boolean failsNow() {
        if (requestsToFail == 0) {
            return false;
        }
        requestsToFail--;
        return true;
    }

    synchronized void mend() {
        slow = Duration.ZERO;
        answersToLose = 0;
        requestsToFail = 0;
    }

    synchronized ObjectNode save() {
        return LabJson.object()
                .put("slowSeconds", slow.toSeconds())
                .put("loseAnswers", answersToLose)
                .put("failRequests", requestsToFail);
    }

    synchronized void restore(JsonNode saved) {
        slow = Duration.ofSeconds(saved.path("slowSeconds").asLong());
        answersToLose = saved.path("loseAnswers").asInt();
        requestsToFail = saved.path("failRequests").asInt();
    }
}
