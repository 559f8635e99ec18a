package org.ostler.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.procedure.Guide;
import org.ostler.procedure.Settings;

class HostsAtOnceTest {
    private static Settings chosen(String hosts) {
        return new Settings(Map.of("hosts-at-once", hosts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kvm-host", "lxc-host"})
    void aPersonChoosesHowManyHostsArePreparedAtOnce(String id) {
        Guide guide = Library.guide(id).orElseThrow();
        assertEquals(10, guide.width(new Settings(Map.of())));
        assertEquals(3, guide.width(chosen("3")));
        for (String good : Set.of("1", "50")) {
            assertEquals(Map.of(), guide.refusals(chosen(good)));
        }
        for (String bad : Set.of("0", "51", "-1", "ten", "999999999", "9999999999")) {
            assertEquals(Set.of("hosts-at-once"), guide.refusals(chosen(bad)).keySet(), bad);
        }
    }

    @Test
    void aPoolIsTakenOneHostAfterTheOther() {
        Guide guide = Library.guide("xenserver-rolling-upgrade").orElseThrow();
        assertEquals(1, guide.width(chosen("3")));
        assertTrue(guide.refusals(chosen("3")).containsKey("hosts-at-once"));
    }
}
