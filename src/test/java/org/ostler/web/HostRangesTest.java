package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostRangesTest {
    @Test
    void tellsWhatIsNumberedThroughByItsEnds() {
        List<String> rack = IntStream.rangeClosed(1, 50)
                .filter(number -> number != 17)
                .mapToObj(number -> String.format(Locale.ROOT, "rack%02d", number))
                .toList();
        assertEquals(List.of("rack01–rack16", "rack18–rack50"), HostRanges.of(rack));
        assertEquals(List.of("kvm8–kvm11"), HostRanges.of(List.of("kvm8", "kvm9", "kvm10", "kvm11")));
    }

    @Test
    void tellsOneByOneWhatIsNot() {
        assertEquals(List.of("a1", "a2"), HostRanges.of(List.of("a1", "a2")));
        assertEquals(List.of("a1", "b2", "b4"), HostRanges.of(List.of("a1", "b2", "b4")));
        assertEquals(List.of("a9", "a010", "a011"), HostRanges.of(List.of("a9", "a010", "a011")));
        assertEquals(List.of("web", "db", "mail"), HostRanges.of(List.of("web", "db", "mail")));
        assertEquals(List.of("r1c1", "r1c3"), HostRanges.of(List.of("r1c1", "r1c3")));
        assertEquals(List.of(), HostRanges.of(List.of()));
    }
}
