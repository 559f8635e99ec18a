package org.ostler.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.inventory.InventoryDocument;
import org.ostler.platform.Refusal;

class ApiJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "3",
                "\"zones\"",
                "{",
                "{\"zones\":[}",
                "{\"zones\":{}}",
                "{\"zones\":[]} {}",
                "{\"zones\":[],\"zones\":[]}",
                "{}",
                "{\"zones\":null}",
                "{\"zones\":[null]}",
                "{\"zones\":[{}]}",
                "{\"zones\":[{\"name\":3}]}",
                "{\"zones\":[{\"name\":true}]}",
                "{\"zones\":[{\"name\":\"a\\u202eb\"}]}",
                "{\"zones\":[{\"name\":\"a\\ud800b\"}]}",
                "{\"zones\":[{\"name\":\"a\\u001bb\"}]}",
                "{\"zones\":[{\"name\":\"a\",\"id\":\"\"}]}",
                "{\"zones\":[],\"a\\u202eb\":1}",
                "{\"unknown\":1}",
                "{\"zones\":[3]}",
                "{\"zones\":[{\"name\":\"a\\u0000b\"}]}",
                "{\"zones\":[{\"name\":{}}]}",
                "{\"zones\":[{\"id\":\"no\"}]}",
                "{\"zones\":[{\"pods\":[{\"clusters\":[{\"hypervisor\":0}]}]}]}",
                "{\"zones\":[{\"pods\":[{\"clusters\":[{\"hypervisor\":\"DOS\"}]}]}]}",
                "{\"zones\":[{\"managementServers\":[{\"port\":2.5}]}]}",
                "{\"zones\":[{\"managementServers\":[{\"port\":99999999999}]}]}"
            })
    void refusesWhatIsNoSuchDocument(String body) {
        Refusal refusal = assertThrows(Refusal.class, () -> read(body));
        assertEquals(Refusal.Kind.BAD_INPUT, refusal.kind());
        assertFalse(refusal.getMessage().contains("org.ostler"), refusal.getMessage());
        assertFalse(refusal.next().isBlank());
    }

    @Test
    void saysWhichFieldIsMissing() {
        Refusal refusal = assertThrows(Refusal.class, () -> read("{\"zones\":[{\"name\":\"z\",\"pods\":[{}]}]}"));
        assertEquals("The field \"zones[0].pods[0].name\" is missing.", refusal.getMessage());
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] latin = "{\"zones\":[{\"name\":\"\u00e9\"}]}".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(Refusal.class, () -> ApiJson.read(latin, InventoryDocument.class));
    }

    @Test
    void refusesDepthThatWouldOverflowTheStack() {
        assertThrows(Refusal.class, () -> read("{\"zones\":" + "[".repeat(50_000)));
    }

    @Test
    void fillsInDefaultsOfWhatIsLeftOut() {
        InventoryDocument document = (InventoryDocument) read("{\"zones\":[{\"name\":\"z\",\"managementServers\":"
                + "[{\"name\":\"m\",\"address\":\"10.0.0.9\"}],\"pods\":[{\"name\":\"p\"}]}]}");
        InventoryDocument.ManagementServerEntry server =
                document.zones().get(0).managementServers().get(0);
        assertEquals(22, server.port());
        assertEquals("localhost", server.databaseHost());
        assertEquals(Optional.empty(), server.credential());
    }

    private static Object read(String body) {
        return ApiJson.read(body.getBytes(StandardCharsets.UTF_8), InventoryDocument.class);
    }
}
