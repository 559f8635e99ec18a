package org.ostler.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What hosts say of themselves is shown to Operators with every file's text, and never with a secret. */
class FactsIT {
    /** Stands in a file of the practice lab's host as the package brings it. */
    private static final String TEXT = "Settings of the libvirt daemon";

    @Test
    void aSecretOfTheVaultIsNotShownThoughAHostsFileHoldsIt() throws Exception {
        Site site = Site.shared();
        String hosts = site.filled("{\"hosts\":[\"{host}\"]}");
        String open = site.wire()
                .json("POST", "/api/facts", hosts, site.as(Who.OPERATOR))
                .body();
        assertTrue(open.contains(TEXT), open);
        String credential = "{\"kind\":\"DATABASE\",\"user\":\"x\",\"password\":\"" + TEXT + "\"}";
        assertEquals(
                204,
                site.ostler()
                        .put("/api/credentials/stands-in-a-file", credential)
                        .status());
        String masked = site.wire()
                .json("POST", "/api/facts", hosts, site.as(Who.OPERATOR))
                .body();
        assertTrue(masked.contains("libvirtd.conf"), masked);
        assertFalse(masked.contains(TEXT), "a secret is shown");
        String kept = site.wire()
                .get(site.filled("/api/hosts/{host}/facts"), site.as(Who.VIEWER))
                .body();
        assertFalse(kept.contains(TEXT), "a secret is kept");
    }
}
