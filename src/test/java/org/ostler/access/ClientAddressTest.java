package org.ostler.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private final ClientAddress client = new ClientAddress("10.0.0.1, 10.0.0.2 ::1");

    @ParameterizedTest
    @CsvSource({
        "203.0.113.5, 203.0.113.9",
        "10.0.0.3, 203.0.113.9",
        "2001:db8:0:0:0:0:0:5, 203.0.113.9",
    })
    void believesNobodyButTheProxies(String peer, String forged) {
        assertEquals(peer, client.of(peer, List.of(forged)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 198.51.100.1, 203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "0:0:0:0:0:0:0:1 | 203.0.113.9 | 203.0.113.9",
                "::ffff:10.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
                "10.0.0.1 | [2001:db8::9]:4711 | 2001:db8:0:0:0:0:0:9",
                "10.0.0.1 | 2001:db8::9 | 2001:db8:0:0:0:0:0:9",
                "10.0.0.1 | 10.0.0.2 | 10.0.0.2",
            })
    void believesTheLastThatNoProxyWroteOfItself(String peer, String forwarded, String address) {
        assertEquals(address, client.of(peer, List.of(forwarded)));
    }

    @Test
    void takesTheProxyItselfWhenItDoesNotSay() {
        assertEquals("10.0.0.1", client.of("10.0.0.1", List.of()));
    }

    /** What stands before an unreadable entry was written by whoever wrote that. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1, unknown",
                "198.51.100.1, ",
                "198.51.100.1, proxy.example",
                "cafe",
                "1.2.3.4.5",
                "::::"
            })
    void looksNoFurtherThanAnEntryThatIsNoAddress(String forwarded) {
        assertEquals("10.0.0.1", client.of("10.0.0.1", List.of(forwarded)));
    }

    @Test
    void readsSeveralHeadersAsOneList() {
        assertEquals("203.0.113.9", client.of("10.0.0.1", List.of("198.51.100.1", "203.0.113.9", "10.0.0.2")));
    }
}
