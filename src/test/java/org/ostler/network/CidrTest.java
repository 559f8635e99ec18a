package org.ostler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:B, 2001:db8::b",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "::ffff:192.168.42.11, ::ffff:c0a8:2a0b",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "192.168.42.11, 192.168.42.11"
    })
    void anAddressHasOneForm(String written, String canonical) {
        assertEquals(Optional.of(canonical), Cidr.canonical(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "192.168.42",
                "192.168.42.256",
                "192.168.042.1",
                "1.2.3.4.5",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7:8::"
            })
    void otherTextIsNoAddress(String text) {
        assertEquals(Optional.empty(), Cidr.canonical(text));
    }

    @ParameterizedTest
    @CsvSource({"255.255.255.0, 24", "255.255.255.240, 28", "0.0.0.0, 0", "255.255.255.255, 32", "255.0.0.0, 8"})
    void aNetmaskIsAPrefix(String mask, int prefix) {
        assertEquals(Optional.of(prefix), Cidr.prefixOf(mask));
        assertEquals(mask, new Cidr("10.0.0.1", prefix).netmask());
    }

    @Test
    void aNetmaskWithAHoleIsNone() {
        assertEquals(Optional.empty(), Cidr.prefixOf("255.0.255.0"));
    }

    @Test
    void knowsWhatIsInItsSubnet() {
        Cidr wide = Cidr.of("192.168.42.11/24");
        assertTrue(wide.contains("192.168.42.254"));
        assertFalse(wide.contains("192.168.43.1"));
        assertFalse(wide.contains("2001:db8::1"));
        assertTrue(Cidr.of("192.168.42.11/28").contains("192.168.42.1"), "why the manual's .240 seems to work");
        assertFalse(Cidr.of("192.168.42.11/28").contains("192.168.42.17"));
        assertTrue(Cidr.of("2001:db8::b/64").contains("2001:db8::ffff"));
        assertFalse(Cidr.of("192.168.42.255/24").isOfAHost());
        assertFalse(Cidr.of("192.168.42.0/24").isOfAHost());
        assertTrue(Cidr.of("192.168.42.0/31").isOfAHost());
    }
}
