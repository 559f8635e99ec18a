package org.ostler.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VersionRulesTest {
    /** Versions that Debian and Ubuntu gave to packages of a hypervisor, and what is hard about the rules. */
    private static final List<String> CORPUS = List.of(
            "0",
            "0.9",
            "0.9.4",
            "0.9.4-1",
            "0.9.8-2ubuntu17.23",
            "0.10",
            "0.10.2",
            "0.10.2-29.el6",
            "1.0",
            "1.0+noroms",
            "1.0+noroms-0ubuntu14.31",
            "1.0.0",
            "1.00",
            "1:1.0",
            "1:7.2+dfsg-7+deb12u7",
            "1:6.2+dfsg-2ubuntu6.24",
            "1:8.2.2+ds-0ubuntu1.4",
            "0:7.2",
            "2:8.2",
            "1.0~rc1",
            "1.0~rc1-1",
            "1.0~~",
            "1.0~",
            "1.0a",
            "1.0A",
            "1.0-1",
            "1.0-1~bpo12+1",
            "1.0-1+b1",
            "1.0-10",
            "1.0-1.1",
            "1.0-2",
            "10.0.0-6.6.el9_4",
            "9.0.0-4+deb12u1",
            "2.17.9",
            "2.17.10",
            "2.9.0+git",
            "2.9.0-3-4",
            "2:2.9.0-3",
            "1.0+",
            "1.0++",
            "1.0.",
            "1..0",
            "20240101",
            "0001.1");

    @ParameterizedTest
    @CsvSource({
        "0.10.2, 0.9.4, 1",
        "0.9.4, 0.9.11, -1",
        "1.0, 1.0.0, 0",
        "1.0-rc1, 1.0, -1",
        "1.0rc2, 1.0rc10, -1",
        "1.0a, 1.0, 1",
        "1.0.1, 1.0a, 1",
        "v2.6.24, 2.6.24, 0",
        "2.6.32-279.el6.x86_64, 2.6.24, 1",
        "6.1.0-18-amd64, 2.6.24, 1",
        "0.12.1, 1.0, -1",
        "99999999999999999999, 99999999999999999998, 1"
    })
    void comparesDottedNumbersAsProjectsMeanThem(String one, String other, int order) {
        assertEquals(order, Integer.signum(VersionRules.UPSTREAM.compare(one, other)));
        assertEquals(-order, Integer.signum(VersionRules.UPSTREAM.compare(other, one)));
    }

    /** From the tests of rpm itself (tests/rpmvercmp.at). */
    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0, 0",
        "1.0, 2.0, -1",
        "2.0.1, 2.0.1a, -1",
        "5.5p1, 5.5p2, -1",
        "5.5p10, 5.5p1, 1",
        "10xyz, 10.1xyz, -1",
        "xyz10, xyz10.1, -1",
        "xyz.4, 8, -1",
        "5.5p2, 5.6p1, -1",
        "5.6p1, 6.5p1, -1",
        "6.0.rc1, 6.0, 1",
        "10b2, 10a1, 1",
        "1.0aa, 1.0a, 1",
        "10.0001, 10.1, 0",
        "10.0001, 10.0039, -1",
        "4.999.9, 5.0, -1",
        "20101121, 20101122, -1",
        "2_0, 2.0, 0",
        "a, a+, 0",
        "1.0~rc1, 1.0, -1",
        "1.0~rc1, 1.0~rc2, -1",
        "1.0~rc1~git123, 1.0~rc1, -1",
        "1.0^, 1.0, 1",
        "1.0^git1, 1.0^git2, -1",
        "1.0^git1, 1.01, -1",
        "1.0^20160101, 1.0.1, -1",
        "1.0^20160102, 1.0^20160101^git1, 1",
        "1.0~rc1^git1, 1.0~rc1, 1",
        "1.0^git1~pre, 1.0^git1, -1",
        "1:1.0-1, 2.0-1, 1",
        "1.0-10.el9, 1.0-9.el9, 1",
        "10.0.0-6.6.el9_4, 10.0.0-6.2.el9_4, 1",
        "1.0, 1.0-3.el6, 0"
    })
    void comparesAsRpmDoes(String one, String other, int order) {
        assertEquals(order, Integer.signum(VersionRules.RPM.compare(one, other)));
        assertEquals(-order, Integer.signum(VersionRules.RPM.compare(other, one)));
    }

    /** Every pair of the corpus, asked of the real program in one shell. */
    @Test
    void comparesAsDpkgDoes() throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < CORPUS.size(); i++) {
            for (int j = i; j < CORPUS.size(); j += 6) {
                pairs.add(CORPUS.get(i) + " " + CORPUS.get(j));
                String both = "dpkg --compare-versions '" + CORPUS.get(i) + "' %s '" + CORPUS.get(j) + "'";
                script.append(both.formatted("lt"))
                        .append(" && echo -1 || { ")
                        .append(both.formatted("eq"))
                        .append(" && echo 0 || echo 1; }\n");
            }
        }
        List<String> said = shell(script.toString());
        assertEquals(pairs.size(), said.size(), "dpkg is needed here (Debian's package dpkg)");
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            String[] pair = pairs.get(i).split(" ", 2);
            int ours = Integer.signum(VersionRules.DEBIAN.compare(pair[0], pair[1]));
            if (!said.get(i).equals(Integer.toString(ours))) {
                wrong.add(pairs.get(i) + ": dpkg says " + said.get(i) + ", we say " + ours);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<String> shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return out.lines().toList();
    }

    @ParameterizedTest
    @EnumSource
    void isAnOrder(VersionRules rules) {
        for (String one : CORPUS) {
            assertEquals(0, rules.compare(one, one), one);
            for (String other : CORPUS) {
                assertEquals(
                        Integer.signum(rules.compare(one, other)),
                        -Integer.signum(rules.compare(other, one)),
                        one + " " + other);
            }
        }
    }
}
