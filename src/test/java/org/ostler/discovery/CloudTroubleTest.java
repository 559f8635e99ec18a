package org.ostler.discovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ostler.cloudstack.CloudStackClient.NoAnswer;
import org.ostler.facts.Answer;
import org.ostler.platform.Refusal;

class CloudTroubleTest {
    private static final String URL = "https://ms1:8080/client/api";

    static Stream<Arguments> silences() {
        Exception unknownName = new ConnectException();
        unknownName.initCause(new UnresolvedAddressException());
        return Stream.of(
                Arguments.of(new NoAnswer("x", false, new ConnectException("Connection refused")), "Nothing listens"),
                Arguments.of(new NoAnswer("x", false, unknownName), "is not known here"),
                Arguments.of(new NoAnswer("x", false, new HttpConnectTimeoutException("x")), "did not answer in time"),
                Arguments.of(new NoAnswer("x", true, new TimeoutException()), "did not answer in time"),
                Arguments.of(new NoAnswer("PKIX path", true, new SSLHandshakeException("x")), "not trusted"),
                Arguments.of(
                        new NoAnswer("listZones: HTTP 404, the answer is no JSON", true, null),
                        "no CloudStack API: listZones: HTTP 404"));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void saysWhatASilenceMeans(NoAnswer silence, String words) {
        Refusal refusal = CloudTrouble.of(silence, URL);
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(URL), refusal::getMessage);
        assertTrue(refusal.next().length() > 20, refusal::next);
    }

    @Test
    void namesKeySecretAndClocksWhenTheSignatureIsRefused() {
        Refusal refusal =
                CloudTrouble.of(new Answer(401, "{}", "unable to verify user credentials and/or request signature"));
        assertTrue(refusal.getMessage().contains("401"), refusal::getMessage);
        assertTrue(refusal.next().contains("clocks"), refusal::next);
    }

    @Test
    void passesOnWhatCloudStackSaysItself() {
        Refusal refusal = CloudTrouble.of(new Answer(431, "{}", "page without pagesize"));
        assertTrue(refusal.getMessage().contains("431: page without pagesize"), refusal::getMessage);
    }
}
