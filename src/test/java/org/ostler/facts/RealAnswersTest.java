package org.ostler.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same looks at the machine that the tests run on: its own programs, not what we remember of them. */
class RealAnswersTest {
    private static Answer answer(Fact<?> fact) throws IOException, InterruptedException {
        if (fact.look() instanceof Look.Read read) {
            return Answer.of(Files.readString(Path.of(read.path())));
        }
        CommandLine command =
                fact.look() instanceof Look.Clock ? Look.Clock.COMMAND : ((Look.Run) fact.look()).command();
        Path err = Files.createTempFile("real-answer", ".err");
        try {
            Process process = new ProcessBuilder(command.arguments())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    private static <T> T look(Fact<T> fact) throws IOException, InterruptedException {
        return Facts.none().with(fact, answer(fact)).get(fact);
    }

    @Test
    void lscpuAndTheKernelSayTheSame() throws Exception {
        Facts facts = Facts.none();
        for (Fact<?> fact : HardwareFacts.PROCESSOR) {
            facts = facts.with(fact, answer(fact));
        }
        HardwareFacts.Chip json = HardwareFacts.processor(facts);
        HardwareFacts.Chip text = HardwareFacts.processor(facts.without(HardwareFacts.LSCPU_JSON));
        HardwareFacts.Chip kernel =
                HardwareFacts.processor(facts.without(HardwareFacts.LSCPU_JSON).without(HardwareFacts.LSCPU));
        assertEquals(kernel.count(), json.count());
        assertEquals(json, text);
        assertEquals(json.flags(), kernel.flags());
        assertEquals(json.architecture(), kernel.architecture());
        assertFalse(json.architecture().isEmpty());
    }

    @Test
    void psNamesThisProgramAndNoThreadOfTheKernel() throws Exception {
        Set<String> programs = look(ServiceFacts.PROGRAMS);
        assertTrue(programs.contains("java") && programs.contains("ps"), programs::toString);
        assertTrue(programs.stream().noneMatch(name -> name.startsWith("kworker")), programs::toString);
    }

    @Test
    void theLoopbackIsNoCard() throws Exception {
        assertFalse(look(HardwareFacts.CARDS).contains("lo"));
        assertTrue(look(MachineFacts.INTERFACES).contains("lo"));
    }

    @Test
    void dateTellsTheTimeToTheNanosecond() throws Exception {
        Instant before = Instant.now();
        String told = answer(TimeFacts.OFFSET).out().strip();
        Instant after = Instant.now();
        TimeFacts.Offset offset = Facts.none()
                .with(TimeFacts.OFFSET, Answer.of(seconds(before) + " " + told + " " + seconds(after)))
                .get(TimeFacts.OFFSET);
        assertFalse(offset.isBeyond(0.01), offset::toString);
    }

    private static String seconds(Instant time) {
        return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    }

    /** Debian's own answer, whatever it is; where apt has no lists it says so. */
    @Test
    void aptIsUnderstoodOrSaysWhyNot() throws Exception {
        Answer answer = answer(SoftwareFacts.APT_UPDATES);
        Facts facts = Facts.none().with(SoftwareFacts.APT_UPDATES, answer);
        long lines =
                answer.out().lines().filter(line -> line.startsWith("Inst ")).count();
        assertEquals(
                answer.ok() ? List.of((int) lines) : List.of(),
                facts.find(SoftwareFacts.APT_UPDATES).map(Set::size).stream().toList());
    }

    @Test
    void anAbsentProgramIsMissing() throws Exception {
        assertTrue(SoftwareFacts.isMissing(
                answer(Fact.onHost("none", HardwareFacts.inEnglish("no-such-program"), Answer::ok))));
    }
}
