package org.ostler.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the simulated API as somebody whose key it knows; behind it a pool whose hosts all answer. */
final class CloudCaller {
    private static final String SECRET =
            "VDaACYb0LV9eNjTetIOElcVQkvJck_J_QljX_FcHRj87ZKiy0z0ty0ZsYBkoXkY9b7eq1EhwJaw7FF3akA3KBQ";
    static final String KEY = "plgWJfZK4gyS3mOMTVmjUVg-X-jlWlnfaUJ9GAbBbf9EdM-kAYMmAiLqzzq1ElZLYq_u38zCm0bewzGUdP66mg";
    static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    final FakePool pool = new FakePool();
    final CloudState state = CloudSeed.state(List.of("xs1", "xs2", "xs3"), pool);
    final CloudSignature signature = new CloudSignature(KEY, SECRET);
    final CloudStackSimulator api =
            new CloudStackSimulator(state, pool, signature, new LabClock(500), () -> true, () -> {});

    /** Three hosts that answer; guests as they are seeded. */
    static final class FakePool implements PoolView {
        final List<Guest> guests = new ArrayList<>();
        final List<String> setUp = new ArrayList<>();

        FakePool() {
            XenGuest.ALL.forEach(guest -> guests.add(
                    new Guest(guest.instance(), guest.isRunning() ? Optional.of(guest.host()) : Optional.empty())));
        }

        @Override
        public List<Guest> guests() {
            return guests;
        }

        @Override
        public boolean reachable(String host) {
            return true;
        }

        @Override
        public Optional<String> version(String host) {
            return Optional.of("5.6.100");
        }

        @Override
        public void setUp(String host) {
            setUp.add(host);
        }
    }

    static Map<String, String> asked(String command, String... more) {
        Map<String, String> parameters =
                new LinkedHashMap<>(Map.of("command", command, "apikey", KEY, "response", "json"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    /** A whole request of a caller who may. */
    Map<String, String> signed(String command, String... more) {
        Map<String, String> parameters = asked(command, more);
        parameters.put("signature", signature.sign(parameters));
        return parameters;
    }

    CloudReply call(String command, String... more) throws InterruptedException {
        return api.answer(new CloudRequest(signed(command, more)));
    }
}
