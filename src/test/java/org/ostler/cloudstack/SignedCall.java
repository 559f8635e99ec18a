package org.ostler.cloudstack;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.ostler.credential.Credentials;
import org.ostler.credential.Secret;

/** One call of a management server's API, as its administrator would make it with a script. */
public record SignedCall(String url, String key, String secret) {
    /** @return the body of an answer with HTTP 200 */
    public String ok(String command, Map<String, String> parameters) throws Exception {
        String form = SignedRequest.form(
                command,
                parameters,
                new Credentials.Login(key, new Secret(secret)),
                Instant.now().plus(Duration.ofMinutes(5)));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "?" + form)).build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(command + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
