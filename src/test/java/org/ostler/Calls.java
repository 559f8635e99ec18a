package org.ostler;

import java.util.ArrayList;
import java.util.List;
import org.ostler.access.Permission;

/** Every call of the API with the permission it asks for; a test compares it with the OpenAPI document. */
final class Calls {
    /**
     * @param path as in the OpenAPI document
     * @param body well-formed, but about things that do not exist, so that nothing is changed by it
     */
    record Call(String method, String path, String body, Permission permission) {
        /** The path with names of things that do not exist. */
        String somewhere() {
            return path.replaceAll("\\{[a-z]+}", "4711");
        }

        boolean hasBody() {
            return !body.isEmpty();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static final List<Call> ALL = all();

    private Calls() {}

    private static List<Call> all() {
        List<Call> calls = new ArrayList<>();
        for (String path : List.of(
                "/api/guides",
                "/api/guides/{id}",
                "/api/manual",
                "/api/inventory",
                "/api/hosts/{host}/host-key",
                "/api/hosts/{host}/facts",
                "/api/plans",
                "/api/plans/{id}",
                "/api/runs",
                "/api/runs/{id}",
                "/api/runs/{id}/transcript",
                "/api/runs/{id}/steps/{step}/restated",
                "/api/audit",
                "/api/audit/verify",
                "/api/audit/export",
                "/api/handover",
                "/api/me",
                "/api/tokens")) {
            calls.add(new Call("GET", path, "", Permission.READ));
        }
        calls.add(new Call("GET", "/api/credentials", "", Permission.ADMINISTER));
        calls.add(new Call("GET", "/api/people", "", Permission.ADMINISTER));
        own(calls);
        administer(calls);
        runs(calls);
        return List.copyOf(calls);
    }

    private static void own(List<Call> calls) {
        calls.add(new Call("PUT", "/api/me", "{\"theme\":\"dark\"}", Permission.READ));
        calls.add(new Call(
                "POST",
                "/api/me/password",
                "{\"present\":\"not the present one\",\"wanted\":\"a long new word\"}",
                Permission.READ));
        calls.add(new Call("POST", "/api/tokens", "{\"name\":\"\"}", Permission.READ));
        calls.add(new Call("DELETE", "/api/tokens/{id}", "", Permission.READ));
    }

    private static void administer(List<Call> calls) {
        calls.add(new Call("PUT", "/api/inventory", "{\"zones\":[]}", Permission.ADMINISTER));
        calls.add(new Call(
                "POST", "/api/hosts/{host}/host-key", "{\"fingerprint\":\"SHA256:x\"}", Permission.ADMINISTER));
        calls.add(new Call("PUT", "/api/credentials/{name}", "{\"user\":\"root\"}", Permission.ADMINISTER));
        calls.add(new Call("DELETE", "/api/credentials/{name}", "", Permission.ADMINISTER));
        calls.add(new Call("POST", "/api/people", "{\"name\":\"x\"}", Permission.ADMINISTER));
        calls.add(new Call("PUT", "/api/people/{name}", "{\"disabled\":true}", Permission.ADMINISTER));
    }

    private static void runs(List<Call> calls) {
        calls.add(new Call("PUT", "/api/handover", "{\"text\":\"too old\",\"version\":4711}", Permission.OPERATE));
        calls.add(new Call("POST", "/api/facts", "{\"hosts\":[\"4711\"]}", Permission.OPERATE));
        calls.add(new Call("POST", "/api/plans", "{\"guide\":\"none\",\"cluster\":\"none\"}", Permission.OPERATE));
        calls.add(new Call("POST", "/api/plans/{id}/approval", "{\"digest\":\"0\"}", Permission.APPROVE));
        calls.add(new Call("POST", "/api/plans/{id}/sendBack", "{\"note\":\"a long note\"}", Permission.APPROVE));
        calls.add(new Call("POST", "/api/runs", "{\"plan\":\"4711\"}", Permission.OPERATE));
        calls.add(new Call("POST", "/api/runs/{id}/pause", "", Permission.OPERATE));
        calls.add(new Call("POST", "/api/runs/{id}/resume", "", Permission.OPERATE));
        calls.add(new Call("POST", "/api/runs/{id}/cancel", "{\"note\":\"n\"}", Permission.OPERATE));
        calls.add(new Call("POST", "/api/runs/{id}/abandon", "{\"note\":\"n\"}", Permission.APPROVE));
        String steps = "/api/runs/{id}/steps/{step}/";
        calls.add(new Call("POST", steps + "confirm", "{\"note\":\"n\"}", Permission.OPERATE));
        calls.add(new Call("POST", steps + "look", "{}", Permission.OPERATE));
        calls.add(new Call("POST", steps + "host-key", "{\"fingerprint\":\"SHA256:x\"}", Permission.OPERATE));
        calls.add(new Call("POST", steps + "retry", "{\"note\":\"n\"}", Permission.OPERATE));
        calls.add(new Call("POST", steps + "mend", "{\"mend\":\"m\",\"note\":\"n\"}", Permission.OPERATE));
        calls.add(new Call("POST", steps + "rollback", "{\"note\":\"n\"}", Permission.OPERATE));
        calls.add(new Call("POST", steps + "byHand", "{\"note\":\"a long note\"}", Permission.OPERATE));
        calls.add(new Call("POST", steps + "skip", "{\"note\":\"a long reason\"}", Permission.APPROVE));
        calls.add(new Call("POST", steps + "resolve", "{\"outcome\":\"done\",\"note\":\"n\"}", Permission.APPROVE));
        calls.add(new Call("POST", steps + "reapprove", "{\"digest\":\"0\",\"note\":\"n\"}", Permission.APPROVE));
    }
}
