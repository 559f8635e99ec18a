package org.ostler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ostler.RunningOstler.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A server that knows its proxy's address is asked from there and, with the same headers, from elsewhere. */
final class ProxyCase {
    static final String PROXY = "127.0.0.2";
    private static final String FORGER = "127.0.0.3";
    private static final String[] HEADERS = {
        "X-Forwarded-Proto: https", "X-Forwarded-Host: ostler.example", "X-Forwarded-For: 203.0.113.9"
    };

    private final RunningOstler ostler;
    private final Wire proxy;
    private final Wire forger;

    ProxyCase(RunningOstler ostler) throws Exception {
        this.ostler = ostler;
        proxy = from(PROXY);
        forger = from(FORGER);
    }

    private Wire from(String address) throws Exception {
        return new Wire("127.0.0.1", URI.create(ostler.url()).getPort(), InetAddress.getByName(address));
    }

    void check() throws Exception {
        schemeAndName();
        throttleAndTrail();
        signIn();
    }

    private void schemeAndName() throws Exception {
        Wire.Answer believed = proxy.get("/sign-in.xhtml", HEADERS);
        assertTrue(believed.header("Strict-Transport-Security").isPresent());
        assertTrue(believed.header("Set-Cookie").orElse("").contains("; Secure"));
        Wire.Answer forged = forger.get("/sign-in.xhtml", HEADERS);
        assertEquals(200, forged.status());
        assertEquals(Optional.empty(), forged.header("Strict-Transport-Security"));
        assertTrue(forged.header("Set-Cookie").orElse("").contains("; Secure"), "never weaker for a forger");
        String foreign = "Origin: https://ostler.example";
        assertEquals(403, post(forger, foreign, HEADERS).status(), "a forged host makes no origin our own");
        assertEquals(400, post(proxy, foreign, HEADERS).status(), "our origin; only the form is none of ours");
    }

    private static Wire.Answer post(Wire wire, String origin, String... headers) throws Exception {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = origin;
        return wire.send(
                "POST", "/sign-in.xhtml", "application/x-www-form-urlencoded", "jakarta.faces.ViewState=1:2", all);
    }

    /** Ten tries are free for each address; whoever could make addresses up would have as many as they like. */
    private void throttleAndTrail() throws Exception {
        for (int i = 0; i < 12; i++) {
            String address = "X-Forwarded-For: 198.51.100." + i;
            String guess = Wire.basic("guess" + i, "wrong");
            assertEquals(401, proxy.get("/api/me", guess, address).status());
            assertEquals(
                    i < 10 ? 401 : 429, forger.get("/api/me", guess, address).status());
        }
        Map<String, Integer> addresses = new TreeMap<>();
        for (JsonNode entry : ok(ostler.get("/api/audit?limit=1000")).path("entries")) {
            addresses.merge(entry.path("details").path("address").asText(), 1, Integer::sum);
        }
        assertEquals(10, addresses.get(FORGER), addresses::toString);
        assertEquals(1, addresses.get("198.51.100.0"), addresses::toString);
        assertFalse(addresses.containsKey(PROXY), addresses::toString);
    }

    /** Over TLS to the proxy, plain from there on: neither redirect nor socket may fall back to plain HTTP. */
    private void signIn() throws Exception {
        Visitor visitor = new Visitor(proxy, HEADERS);
        Wire.Answer in = visitor.signIn("admin", ostler.password(), "/index.xhtml");
        assertEquals(302, in.status(), in.body());
        assertEquals("/index.xhtml", in.header("Location").orElse(""));
        Wire.Answer page = visitor.get("/index.xhtml");
        assertTrue(page.body().contains("wss://ostler.example/jakarta.faces.push/runs"), page.body());
        assertTrue(ok(ostler.get("/api/audit?limit=5")).toString().contains("203.0.113.9"));
    }
}
