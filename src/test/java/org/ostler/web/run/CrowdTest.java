package org.ostler.web.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ostler.execution.RunView.StepView;
import org.ostler.execution.StepState;
import org.ostler.procedure.Target;

/** Two thousand steps are as many lines as the guide has steps. */
class CrowdTest {
    private static StepView step(int host, String chapter, String key, StepState state) {
        return new StepView(
                key + "@rack" + host,
                0,
                chapter,
                key,
                key,
                new Target(Target.Kind.HOST, new UUID(0, host), "rack" + host),
                state,
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    @Test
    void eachStepIsToldOnceWithTheHostThatSaysMost() {
        List<StepView> steps = new ArrayList<>();
        for (int host = 1; host <= 50; host++) {
            StepState first = host == 33 ? StepState.FAILED : host < 40 ? StepState.SUCCEEDED : StepState.RUNNING;
            steps.add(step(host, "one", "write", first));
            steps.add(step(host, "two", "restart", StepState.PENDING));
        }
        List<Crowd> chapters = Crowd.of(steps);
        assertEquals(
                List.of("one", "two"), chapters.stream().map(Crowd::chapter).toList());
        Crowd.Row row = chapters.get(0).rows().get(0);
        assertEquals("write@rack33", row.speaking().id());
        assertEquals(38, row.done());
        assertEquals(50, row.of());
        assertTrue(chapters.get(0).isOpen());
        assertFalse(chapters.get(1).isOpen());
    }
}
