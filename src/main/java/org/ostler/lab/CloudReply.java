package org.ostler.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One API answer, before it is written as JSON or, the default, as XML. */
record CloudReply(int status, String envelope, ObjectNode body) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static CloudReply unauthorized(String envelope) {
        ObjectNode body = NODES.objectNode();
        body.putArray("uuidList");
        body.put("errorcode", 401);
        body.put("errortext", "unable to verify user credentials and/or request signature");
        return new CloudReply(401, envelope, body);
    }

    static CloudReply error(String envelope, CloudError error) {
        ObjectNode body = NODES.objectNode();
        ArrayNode about = body.putArray("uuidList");
        error.about().forEach(one -> about.addObject().put("uuid", one.uuid()).put("description", one.description()));
        body.put("errorcode", error.status());
        body.put("cserrorcode", error.csErrorCode());
        body.put("errortext", error.getMessage());
        return new CloudReply(error.status(), envelope, body);
    }

    String contentType(boolean json) {
        return json ? "application/json;charset=utf-8" : "text/xml;charset=utf-8";
    }

    byte[] bytes(boolean json) {
        return (json ? json() : xml()).getBytes(StandardCharsets.UTF_8);
    }

    private String json() {
        try {
            return MAPPER.writeValueAsString(NODES.objectNode().set(envelope, body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of nodes can be written", impossible);
        }
    }

    private String xml() {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        element(text, envelope, body);
        return text.toString();
    }

    private static void element(StringBuilder text, String name, JsonNode node) {
        if (node.isArray()) {
            node.forEach(item -> element(text, name, item));
            return;
        }
        text.append('<').append(name).append('>');
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                element(text, field.getKey(), field.getValue());
            }
        } else {
            text.append(node.asText().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        }
        text.append("</").append(name).append('>');
    }
}
