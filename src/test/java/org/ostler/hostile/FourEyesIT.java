package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ostler.Wire;

/** On a cluster that asks for four eyes nobody, whatever their roles, does alone what needs a second person. */
class FourEyesIT {
    private static final String CLUSTER = "kvm-el";

    @Test
    void whoMadeAPlanDoesNotApproveItAndWhoStartedARunDoesNotRollItBack() throws Exception {
        Site site = Site.shared();
        demandFourEyes(site);
        site.addPerson("maker", "OPERATOR,APPROVER");
        site.addPerson("second", "OPERATOR,APPROVER");
        String maker = site.token("maker", Who.PASSWORD);
        String second = site.token("second", Who.PASSWORD);
        JsonNode plan = site.wire()
                .json(
                        "POST",
                        "/api/plans",
                        "{\"guide\":\"kvm-host\",\"cluster\":\"" + CLUSTER + "\",\"settings\":{\"part\":\"libvirt\"}}",
                        maker)
                .json();
        String approval = "/api/plans/" + plan.path("id").asText() + "/approval";
        String digest = "{\"digest\":\"" + plan.path("digest").asText() + "\"}";
        refused(site.wire().json("POST", approval, digest, maker));
        assertEquals(200, site.wire().json("POST", approval, digest, second).status());
        String run = site.wire()
                .json("POST", "/api/runs", "{\"plan\":\"" + plan.path("id").asText() + "\"}", maker)
                .json()
                .path("id")
                .asText();
        JsonNode done = site.ostler().awaitRun(run, Duration.ofMinutes(3), "SUCCEEDED");
        String last = done.path("steps")
                .path(done.path("steps").size() - 1)
                .path("id")
                .asText();
        String rollback = "/api/runs/" + run + "/steps/" + last + "/rollback";
        refused(site.wire().json("POST", rollback, "{\"note\":\"a reason that is long\"}", maker));
        assertEquals(
                "SUCCEEDED",
                ok(site.ostler().get("/api/runs/" + run)).path("state").asText());
    }

    private static void refused(Wire.Answer answer) throws Exception {
        assertEquals(403, answer.status(), answer.body());
        assertTrue(answer.json().path("title").asText().contains("four eyes"), answer.body());
    }

    private static void demandFourEyes(Site site) throws Exception {
        JsonNode inventory = ok(site.ostler().get("/api/inventory"));
        for (JsonNode cluster : inventory.at("/zones/0/pods/0/clusters")) {
            if (cluster.path("name").asText().equals(CLUSTER)) {
                ((ObjectNode) cluster).put("fourEyes", true);
            }
        }
        ok(site.ostler().put("/api/inventory", inventory.toString()));
    }
}
