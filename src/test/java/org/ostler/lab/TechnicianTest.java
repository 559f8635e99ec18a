package org.ostler.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The technician's page and API of a lab that runs. */
class TechnicianTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private PracticeLab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new PracticeLab(new LabSettings(directory, false, 500, LabSettings.Scenario.FROM_5_6_SP2, 0));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(lab.url() + path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private ObjectNode host(String name) throws Exception {
        return LabJson.readObject(
                get("/hosts/" + name, "application/json").body().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(lab.url() + path)).POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length == 0) {
            request.header("Content-Type", "application/json");
        } else {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsPeopleAPageAndScriptsJson() throws Exception {
        HttpResponse<String> page = get("/hosts/xs1", "text/html,application/xhtml+xml");
        assertTrue(page.body().contains("simulated"));
        assertTrue(
                page.headers().firstValue("Content-Security-Policy").orElse("").contains("script-src 'self'"));
        assertEquals(200, get("/assets/technician.js", "*/*").statusCode());
        assertEquals(200, get("/assets/technician.css", "*/*").statusCode());
        assertEquals(404, get("/assets/lab.json", "*/*").statusCode());
        assertEquals("on", host("xs1").path("power").asText());
        assertEquals("xenserver", host("xs1").path("kind").asText());
        assertEquals(
                LabImport.published(directory).path("hosts").path(0).path("fingerprint"),
                host("xs1").path("fingerprint"));
        assertEquals(404, get("/hosts/nobody", "application/json").statusCode());
    }

    @Test
    void hasEveryTextOfThePageInBothLanguages() {
        String script = LabStore.text("technician/technician.js");
        List<String> english = keys(script.substring(script.indexOf("en: {"), script.indexOf("zh: {")));
        List<String> chinese = keys(script.substring(script.indexOf("zh: {"), script.indexOf("let language")));
        assertEquals(english, chinese);
        Matcher used = Pattern.compile("data-text=\"(\\w+)\"").matcher(LabStore.text("technician/technician.html"));
        while (used.find()) {
            assertTrue(english.contains(used.group(1)), used.group(1));
        }
    }

    private static List<String> keys(String texts) {
        return Pattern.compile("(?:^|[,{]) *\\n? *(\\w+): '", Pattern.MULTILINE)
                .matcher(texts)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void takesOnlyOrdersThatAnotherSiteCannotSend() throws Exception {
        assertEquals(
                400,
                post("/hosts/xs1/disk", "{\"full\":true}", "Content-Type", "text/plain")
                        .statusCode());
        assertEquals(
                403,
                post(
                                "/hosts/xs1/disk",
                                "{\"full\":true}",
                                "Content-Type",
                                "application/json",
                                "Origin",
                                "http://evil.example")
                        .statusCode());
        assertEquals(400, post("/hosts/xs1/disk", "{\"full\":\"yes\"}").statusCode());
        assertEquals(404, post("/hosts/nobody/disk", "{\"full\":true}").statusCode());
        assertFalse(host("xs1").path("diskFull").asBoolean());
    }

    @Test
    void breaksAndMends() throws Exception {
        post("/hosts/kvm1/disk", "{\"full\":true}");
        post("/hosts/kvm1/slow", "{\"program\":\"systemctl restart\",\"seconds\":20}");
        post("/hosts/kvm1/lose-answer", "{\"program\":\"systemctl\"}");
        post("/hosts/xs2/cable", "{\"plugged\":false}");
        post("/hosts/xs3/power", "{\"power\":\"off\"}");
        post("/cloudstack", "{\"failRequests\":2}");
        ObjectNode kvm1 = host("kvm1");
        assertTrue(kvm1.path("diskFull").asBoolean());
        assertEquals(
                20_000,
                kvm1.path("faults").path("slow").path("systemctl restart").asInt());
        assertEquals(
                "systemctl", kvm1.path("faults").path("losesAnswer").path(0).asText());
        assertTrue(host("xs2").path("faults").path("refusesSsh").asBoolean());
        assertEquals("off", host("xs3").path("power").asText());
        assertEquals(503, get("/client/api?command=listZones", "*/*").statusCode());

        assertEquals(200, post("/mend-all", "{}").statusCode());
        assertFalse(host("kvm1").path("diskFull").asBoolean());
        assertTrue(host("xs2").path("plugged").asBoolean());
        assertFalse(host("xs2").path("faults").path("refusesSsh").asBoolean());
        assertFalse(host("xs3").path("power").asText().equals("off"));
        assertEquals(401, get("/client/api?command=listZones", "*/*").statusCode());
    }

    @Test
    void insertsMediaIntoXenServerHostsOnly() throws Exception {
        assertEquals(
                "6.0.2",
                LabJson.readObject(post("/hosts/xs1/installer", "{\"version\":\"6.0.2\"}")
                                .body()
                                .getBytes(StandardCharsets.UTF_8))
                        .path("installer")
                        .asText());
        assertEquals(400, post("/hosts/xs1/installer", "{\"version\":\"9.9\"}").statusCode());
        assertEquals(
                400, post("/hosts/kvm1/installer", "{\"version\":\"6.0.2\"}").statusCode());
        post("/hosts/xs1/installer", "{\"version\":\"\"}");
        assertEquals("", host("xs1").path("installer").asText());
    }

    @Test
    void publishesTheInventoryAsTheApiTakesIt() throws Exception {
        ObjectNode published = LabImport.published(directory);
        ObjectNode zone = (ObjectNode) published.path("inventory").path("zones").path(0);
        assertEquals("ms1", zone.path("managementServers").path(0).path("name").asText());
        assertEquals(
                lab.url() + "/client/api",
                zone.path("managementServers").path(0).path("apiUrl").asText());
        ObjectNode xen = (ObjectNode) zone.path("pods").path(0).path("clusters").path(0);
        assertEquals("XENSERVER", xen.path("hypervisor").asText());
        assertEquals(3, xen.path("hosts").size());
        assertEquals(
                lab.url() + "/hosts/xs1",
                xen.path("hosts").path(0).path("outOfBand").asText());
        String credential = xen.path("hosts").path(0).path("credential").asText();
        assertEquals(
                "SSH_PASSWORD",
                published.path("credentials").path(credential).path("kind").asText());
        assertTrue(published.path("hosts").path(0).path("fingerprint").asText().startsWith("SHA256:"));
    }

    @Test
    void beginsAnewAtTheSamePorts() throws Exception {
        int port = host("kvm1").path("sshPort").asInt();
        String url = lab.url();
        String fingerprint = LabImport.published(directory)
                .path("hosts")
                .path(0)
                .path("fingerprint")
                .asText();
        lab.centre().host("kvm1").files().write("/etc/motd", "changed\n");
        post("/hosts/kvm1/disk", "{\"full\":true}");
        assertEquals(202, post("/reset", "{}").statusCode());
        lab = lab.anew();
        assertEquals(url, lab.url());
        assertEquals(port, host("kvm1").path("sshPort").asInt());
        assertTrue(lab.centre().host("kvm1").files().read("/etc/motd").isEmpty());
        assertFalse(host("kvm1").path("diskFull").asBoolean());
        assertEquals(
                fingerprint,
                LabImport.published(directory)
                        .path("hosts")
                        .path(0)
                        .path("fingerprint")
                        .asText());
        assertEquals(url, Files.readString(directory.resolve("url")).strip());
    }

    @Test
    void remembersEverythingOverARestart() throws Exception {
        post("/cloudstack", "{\"loseAnswers\":2}");
        post("/hosts/xs2/cable", "{\"plugged\":false}");
        lab.centre().part(ManagementPart.class).state().clusters.get(0).managedState = "Unmanaged";
        LabSettings settings = lab.centre().settings();
        lab.close();
        lab = new PracticeLab(settings);
        assertFalse(host("xs2").path("plugged").asBoolean());
        assertEquals(
                "Unmanaged",
                lab.centre().part(ManagementPart.class).state().clusters.get(0).managedState);
        assertTrue(get("/hosts", "application/json").body().contains("\"loseAnswers\":2"));
    }
}
