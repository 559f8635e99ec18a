package org.ostler.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ostler.platform.EscapedText;
import org.ostler.platform.PlainText;
import org.ostler.platform.Refusal;

/**
 * Holds each request to what its call declares, before anything else looks at it: no parameter that is unknown or there
 * twice, no text that is none, no body in another encoding. What is ignored silently is a mistyped {@code ?prune}.
 */
@Provider
public class PlainRequests implements ContainerRequestFilter {
    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest sent;

    @Override
    public void filter(ContainerRequestContext request) {
        Arrays.stream(sent.getRequestURI().split("/", -1)).forEach(PlainRequests::decoded);
        parameters(sent.getQueryString());
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new NotSupportedException();
        }
    }

    private void parameters(String query) {
        if (query == null || query.isEmpty()) {
            return;
        }
        Set<String> known = known();
        Set<String> seen = new HashSet<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.replace('+', ' ').split("=", 2);
            String name = decoded(parts[0]);
            decoded(parts.length == 1 ? "" : parts[1]);
            if (!known.contains(name)) {
                throw Refusal.badInput(
                        "parameter",
                        "There is no parameter \"" + shown(name) + "\" here.",
                        known.isEmpty() ? "Leave it out." : "Known here: " + String.join(", ", known) + ".");
            }
            if (!seen.add(name)) {
                throw Refusal.badInput("parameter", "\"" + name + "\" is there twice.", "Keep one of them.");
            }
        }
    }

    private Set<String> known() {
        return ApiCall.of(resource.getResourceClass())
                .filter(call -> call.code().equals(resource.getResourceMethod()))
                .flatMap(call -> call.queries().stream())
                .map(ApiCall.Query::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }

    /** @throws Refusal for what is no text */
    private static String decoded(String raw) {
        String text = EscapedText.decoded(raw).orElseThrow(PlainRequests::noText);
        PlainText.refusal(text).ifPresent(refusal -> {
            throw refusal;
        });
        return text;
    }

    private static Refusal noText() {
        return Refusal.badInput(
                "address", "The address holds bytes that are no UTF-8 text.", "Encode it as UTF-8, then as %XX.");
    }
}
