package org.ostler.cloudstack;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import org.ostler.credential.Credentials;
import org.ostler.platform.Refusal;

/** Makes clients. They share one pool of connections. */
@ApplicationScoped
public class CloudStackClients {
    /** Smaller: a server behind a slow line is called down. Larger: a plan waits longer for one that is. */
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    /** A redirect would carry the signed request elsewhere: never followed. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();

    @Inject
    Credentials credentials;

    /**
     * @param url {@code http(s)://host:port/client/api}; http is spoken only when it says so
     * @param credential of kind CLOUDSTACK_API
     * @throws Refusal for an address that is none, or a credential that is missing
     */
    public CloudStackClient connect(String url, String credential) {
        return new HttpCloudStackClient(HTTP, address(url), credentials.login(credential), Clock.systemUTC());
    }

    /**
     * For a person who waits in front of a page.
     *
     * @param patience for each answer
     */
    public CloudStackClient connect(String url, String credential, Duration patience) {
        return new HttpCloudStackClient(HTTP, address(url), credentials.login(credential), Clock.systemUTC(), patience);
    }

    private static URI address(String url) {
        try {
            URI address = new URI(url.strip());
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web && address.getHost() != null && address.getQuery() == null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            throw refused(url, malformed);
        }
        throw refused(url, null);
    }

    private static Refusal refused(String url, Throwable cause) {
        Refusal refusal = Refusal.badInput(
                "cloudstack-url",
                "This is no address of a CloudStack API: " + url,
                "Give it as https://host:port/client/api in the inventory.");
        refusal.initCause(cause);
        return refusal;
    }
}
